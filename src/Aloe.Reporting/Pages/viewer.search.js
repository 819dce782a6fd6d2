/** Full text of all trees, gathered chunk by chunk in the background, and searched in slices so that the page never stands still. */
class TextSearch {
  static slice = 150;

  constructor(store) {
    this.store = store;
    this.texts = [];
    this.chunksRead = 0;
    this.latest = 0;
  }

  /** The words and "quoted phrases" of a query, in lower case; all of them must occur. */
  static terms(query) {
    return [...query.toLowerCase().matchAll(/"([^"]+)"?|(\S+)/g)].map(match => (match[1] ?? match[2]).trim()).filter(term => term && term !== '"');
  }

  /** Reads chunks until the text of a tree is there. */
  async read(position) {
    while (this.texts.length <= position) {
      this.reading ??= this.readChunk(this.chunksRead).finally(() => { this.reading = null; });
      await this.reading;
    }
  }

  async readChunk(number) {
    const trees = await TreeStore.unpack(this.store.chunks[number]);
    this.texts.push(...trees.map(TextSearch.textOf));
    this.chunksRead++;
    await breathe();
  }

  static textOf(tree) {
    const turns = tree.turns.flatMap(turn => [turn.user, ...turn.replies.map(reply => reply.text)]);
    return [tree.id, tree.persona.id, tree.persona.profile, tree.persona.personality, ...turns].join("\n").toLowerCase();
  }

  /** Looks through the given trees; tells what was found so far after every slice, and gives up once another search has begun. */
  async run(terms, summaries, report) {
    const search = ++this.latest;
    const found = [];
    for (let i = 0; i < summaries.length && search === this.latest; i++) {
      const position = summaries[i].position;
      if (terms.length) await this.read(position);
      if (search !== this.latest) return;
      if (terms.every(term => this.texts[position].includes(term))) found.push(summaries[i]);
      if (i % TextSearch.slice === TextSearch.slice - 1 && terms.length) {
        report(found, i + 1, false);
        await breathe();
      }
    }
    if (search === this.latest) report(found, summaries.length, true);
  }
}
