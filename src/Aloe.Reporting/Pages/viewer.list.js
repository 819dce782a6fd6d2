/** An element with text and children; texts of the data set only ever get into the page as text nodes. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** A list of any length of which only the rows in sight are in the document. */
class TreeList {
  static rowHeight = 62;
  static spare = 8;

  constructor(rows, spacer, choose) {
    Object.assign(this, { rows, spacer, choose, items: [], selected: null, drawn: new Map() });
    rows.addEventListener("scroll", () => this.draw(), { passive: true });
    rows.addEventListener("keydown", event => this.key(event));
    spacer.addEventListener("click", event => {
      const row = event.target.closest(".row");
      if (row) this.choose(this.items[Number(row.dataset.index)]);
    });
    new ResizeObserver(() => this.draw()).observe(rows);
  }

  show(items) {
    this.items = items;
    this.spacer.style.height = `${items.length * TreeList.rowHeight}px`;
    for (const row of this.drawn.values()) row.remove();
    this.drawn.clear();
    this.draw();
  }

  select(item) {
    this.selected = item;
    const index = this.items.indexOf(item);
    if (index >= 0) {
      const top = index * TreeList.rowHeight;
      if (top < this.rows.scrollTop) this.rows.scrollTop = top;
      else if (top + TreeList.rowHeight > this.rows.scrollTop + this.rows.clientHeight) this.rows.scrollTop = top + TreeList.rowHeight - this.rows.clientHeight;
    }
    this.draw();
  }

  /** Moves the selection by a number of rows. */
  move(by) {
    if (!this.items.length) return;
    const index = this.items.indexOf(this.selected);
    const next = index < 0 ? 0 : Math.min(this.items.length - 1, Math.max(0, index + by));
    if (next !== index) this.choose(this.items[next]);
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.rows.clientHeight / TreeList.rowHeight) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, End: Infinity, Home: -Infinity };
    if (event.key in steps) {
      event.preventDefault();
      this.move(steps[event.key]);
    }
  }

  draw() {
    const first = Math.max(0, Math.floor(this.rows.scrollTop / TreeList.rowHeight) - TreeList.spare);
    const last = Math.min(this.items.length, Math.ceil((this.rows.scrollTop + this.rows.clientHeight) / TreeList.rowHeight) + TreeList.spare);
    for (const [index, row] of this.drawn) {
      if (index < first || index >= last) {
        row.remove();
        this.drawn.delete(index);
      }
    }
    for (let index = first; index < last; index++) {
      if (!this.drawn.has(index)) this.drawn.set(index, this.spacer.appendChild(this.row(index)));
      this.drawn.get(index).setAttribute("aria-selected", this.items[index] === this.selected);
    }
    const selected = this.items.indexOf(this.selected);
    if (this.drawn.has(selected)) this.rows.setAttribute("aria-activedescendant", `row-${selected}`);
    else this.rows.removeAttribute("aria-activedescendant");
  }

  row(index) {
    const item = this.items[index];
    const facts = [`${item.turns} turns`, item.ties && `${item.ties} ${item.ties === 1 ? "tie" : "ties"}`, item.branches && `${item.branches} in branches`, item.notes && `${item.notes} noted`];
    const row = make("div", { class: "row", role: "option", id: `row-${index}`, "data-index": index, "aria-setsize": this.items.length, "aria-posinset": index + 1 },
      make("b", {}, item.title), make("span", {}, [item.id, ...facts.filter(Boolean)].join(" · ")));
    row.style.top = `${index * TreeList.rowHeight}px`;
    return row;
  }
}
