/* Where `npm start` begins: written for any Node, so that one too old gets an answer and not a syntax error. */
'use strict';

var wanted = [20, 19];
var found = process.versions.node.split('.').map(Number);

function fail(line) {
  process.stderr.write(line + '\n');
  process.exit(1);
}

if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  fail('Forthright needs Node ' + wanted.join('.') + ' or newer; this is Node ' + process.versions.node + '.');
}
try {
  require.resolve('tsx/cjs');
} catch (_error) {
  fail('The packages are not installed. Run: npm ci');
}
// Which Node the SDK's makers plan to support next year is no news to who starts this today.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
require('tsx/cjs');
require('./start.ts');
