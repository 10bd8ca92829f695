// The folders that package.json exports are the doors: behind them are no more than `most` names. What only other
// folders of lib need stands in the index.ts of a folder inside, which is no door. Whatever a folder
// exports to others is documented, and README's table of imports names every door.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const most = 500;

const indexes = readdirSync('lib')
  .map((folder) => path.join('lib', folder, 'index.ts'))
  .filter((file) => ts.sys.fileExists(file));
const doors = Object.keys(JSON.parse(readFileSync('lib/package.json', 'utf8')).exports)
  .map((door) => path.join('lib', door, 'index.ts'))
  .filter((file) => indexes.includes(file));
const readme = readFileSync('README.md', 'utf8');
const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
const program = ts.createProgram(indexes, options);
const checker = program.getTypeChecker();

let count = 0;
for (const index of indexes) {
  const room = checker.getSymbolAtLocation(program.getSourceFile(index));
  for (const name of room ? checker.getExportsOfModule(room) : []) {
    if (doors.includes(index)) count++;
    const target = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
    if (target.getDocumentationComment(checker).length > 0) continue;
    complain(`${index}: ${name.name} has no docs; write what it is above its declaration`);
  }
}
for (const door of doors) {
  const name = door.replace(/^lib(.*)\/index\.ts$/, 'vitrine$1');
  if (!readme.includes(`\`${name}\``)) complain(`README.md does not say what ${name} is for`);
}
console.log(`${count} public names behind ${doors.length} doors`);
if (count > most)
  complain(`at most ${most} are wanted: export what a notebook, a command or a user's script needs`);

function complain(line) {
  console.error(line);
  process.exitCode = 1;
}
