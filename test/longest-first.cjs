const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes a minute or more: begun last it would run alone while all else is done. */
const LONGEST = ['flows/five-hundred', 'flows/replay', 'simulation/histories', 'simulation/faults/faults', 'kills/kills', 'browser/gallery', 'browser/desk', 'browser/accessibility', 'browser/mail-layout', 'flows/dead-letters', 'flows/persistence'];

/** Jest knows only from an earlier run what takes long, and a fresh clone has none. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return at === -1 ? LONGEST.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
