/* The gallery in a thread of its own: templates and bundles are made in it, and the stack beside it keeps its pace. */
'use strict';

require('tsx/cjs');
require('./thread.ts');
