/* Which Node the SDK's makers plan to support next year is no news to who asks how the account is: said before the SDK is read. */
'use strict';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
require('tsx/cjs');
require('./run.ts');
