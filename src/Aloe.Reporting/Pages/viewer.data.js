/** The trees of the page. They lie in compressed chunks; a chunk is unpacked when something of it is needed, and the latest few are kept. */
class TreeStore {
  static kept = 6;

  constructor() {
    this.chunks = [...document.querySelectorAll("script[data-chunk]")];
    this.unpacked = new Map();
  }

  /** Reads the index: one summary for each tree, in order. */
  async open() {
    const index = await TreeStore.unpack(document.querySelector("script[data-index]"));
    this.trees = index.trees.map((tree, position) => ({ ...tree, position }));
    this.left = index.left;
    this.byId = new Map(this.trees.map(tree => [tree.id, tree]));
  }

  /** All trees of a chunk. */
  chunk(number) {
    let trees = this.unpacked.get(number);
    if (trees) this.unpacked.delete(number);
    else trees = TreeStore.unpack(this.chunks[number]);
    this.unpacked.set(number, trees);
    if (this.unpacked.size > TreeStore.kept) this.unpacked.delete(this.unpacked.keys().next().value);
    return trees;
  }

  /** One tree, by its summary. */
  async tree(summary) {
    const first = this.trees.findIndex(other => other.chunk === summary.chunk);
    return (await this.chunk(summary.chunk))[summary.position - first];
  }

  static async unpack(element) {
    const bytes = Uint8Array.from(atob(element.textContent), character => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }
}

/** Lets the browser draw and react before the work goes on. */
const breathe = () => new Promise(resolve => {
  const channel = new MessageChannel();
  channel.port1.onmessage = resolve;
  channel.port2.postMessage(null);
});
