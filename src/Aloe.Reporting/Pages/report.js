"use strict";

/** A table whose rows can be ordered by any column. */
class SortableTable {
  constructor(table) {
    this.body = table.tBodies[0];
    this.heads = [...table.tHead.rows[0].cells];
    this.heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => this.sort(column));
      head.append(button);
      head.ariaSort = "none";
    });
  }

  sort(column) {
    const head = this.heads[column];
    const direction = head.ariaSort === "ascending" ? -1 : 1;
    for (const other of this.heads) other.ariaSort = "none";
    head.ariaSort = direction > 0 ? "ascending" : "descending";
    const rows = [...this.body.rows].map(row => ({ row, text: row.cells[column].textContent }));
    const there = rows.filter(({ text }) => text && text !== "–");
    const byNumber = !head.classList.contains("words");
    there.sort((a, b) => direction * (byNumber ? SortableTable.number(a.text) - SortableTable.number(b.text) : a.text.localeCompare(b.text, "en", { numeric: true })));

    // What is not there comes last, whichever way.
    this.body.append(...there.map(({ row }) => row), ...rows.filter(each => !there.includes(each)).map(({ row }) => row));
  }

  /** The number that a cell begins with. */
  static number(text) {
    return Number.parseFloat(text.replace("−", "-").replaceAll(/[,<+ ]/g, ""));
  }
}

/** A list of conversations, with its filter. What was said is made into elements only when a conversation is opened. */
class ConversationList {
  constructor(list) {
    this.items = [...list.querySelectorAll(":scope > details")];
    this.texts = new Map();
    this.scores = new Set();
    this.query = list.querySelector("input");
    this.status = list.querySelector(".status");
    list.querySelector(".find").hidden = false;
    for (const item of this.items) item.addEventListener("toggle", () => item.open && ConversationList.unfold(item));
    for (const button of list.querySelectorAll("[data-score]")) {
      button.addEventListener("click", () => {
        const score = button.dataset.score;
        button.ariaPressed = this.scores.delete(score) ? "false" : (this.scores.add(score), "true");
        this.filter();
      });
    }
    this.query.addEventListener("input", () => this.filter());
    this.filter();
  }

  filter() {
    const words = this.query.value.toLowerCase().split(/\s+/).filter(word => word);
    let shown = 0;
    for (const item of this.items) {
      const fits = (!this.scores.size || item.dataset.scores.split(" ").some(score => this.scores.has(score))) && words.every(word => this.textOf(item).includes(word));
      item.hidden = !fits;
      shown += fits;
    }
    this.status.textContent = shown < this.items.length ? `${shown} of ${this.items.length} conversations` : `${shown} conversations`;
  }

  textOf(item) {
    if (!this.texts.has(item)) {
      const said = item.querySelector("template")?.content ?? item;
      this.texts.set(item, `${item.querySelector("summary b").textContent}\n${said.textContent}`.toLowerCase());
    }
    return this.texts.get(item);
  }

  static unfold(item) {
    const template = item.querySelector("template");
    template?.replaceWith(template.content);
  }
}

/** Opens what the address names, such as a case that a table leads to. */
const follow = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (!target?.matches(".conversation")) return;
  target.hidden = false;
  target.open = true;
  ConversationList.unfold(target);
  target.scrollIntoView({ block: "start" });
};

for (const table of document.querySelectorAll("table.sortable")) new SortableTable(table);
for (const list of document.querySelectorAll(".conversations")) new ConversationList(list);
addEventListener("hashchange", follow);
follow();
document.documentElement.dataset.ready = "true";
