// Asks uBlock Origin's own network engine, as a package manager installed it, what it makes of rules and requests.
// Arguments: the extension's folder (a copy that calls itself a module), the Public Suffix List.
// In: [{lines: [rule], requests: [{url, source, type, method}]}] on stdin; out: [{state: [ok|bad|other], verdicts: [0|1|2]}].
import { readFileSync } from 'node:fs';

const [folder, suffixes] = process.argv.slice(2);
const module = (path) => import(`${folder}/${path}`);
// Its modules expect a browser's globals.
globalThis.self = globalThis;
globalThis.vAPI = { webextFlavor: { env: [], soup: new Set(['native_css_has']) } };
globalThis.publicSuffixList = (await module('lib/publicsuffixlist/publicsuffixlist.js')).default;
const punycode = (await module('lib/punycode.js')).default;
globalThis.punycode ||= punycode;
globalThis.publicSuffixList.parse(readFileSync(suffixes, 'utf8'), globalThis.punycode.toASCII);

const { AstFilterParser } = await module('js/static-filtering-parser.js');
const engine = (await module('js/static-net-filtering.js')).default;
const { FilteringContext } = await module('js/filtering-context.js');
const { CompiledListReader, CompiledListWriter } = await module('js/static-filtering-io.js');

const load = (lines) => {
  engine.reset();
  const parser = new AstFilterParser({ trustedSource: true, maxTokenLength: engine.MAX_TOKEN_LENGTH, nativeCssHas: true });
  const compiler = engine.createCompiler(parser);
  const writer = new CompiledListWriter();
  compiler.start(writer);
  const state = lines.map((line) => {
    parser.parse(line);
    if (!parser.isFilter() || parser.hasError()) return 'bad';
    return parser.isNetworkFilter() && compiler.compile(parser, writer) ? 'ok' : 'other';
  });
  compiler.finish(writer);
  engine.fromCompiled(new CompiledListReader(writer.toString()));
  engine.freeze();
  try { engine.optimize(); } catch { /* it is done, and wants to note the time in a browser's storage */ }
  return state;
};

const judge = ({ url, source, type, method }) => {
  const context = new FilteringContext().fromDetails({ originURL: source, url, type });
  context.setMethod(method);
  return engine.matchRequest(context);
};

const jobs = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(jobs.map(({ lines, requests }) => ({ state: load(lines), verdicts: requests.map(judge) }))));
