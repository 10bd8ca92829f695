// Every name that a folder of lib/ exports is documented, and there are no more than `most` of them.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const most = 700;

const doors = readdirSync('lib')
  .map((folder) => path.join('lib', folder, 'index.ts'))
  .filter((file) => ts.sys.fileExists(file));
const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
const program = ts.createProgram(doors, options);
const checker = program.getTypeChecker();

let count = 0;
for (const door of doors) {
  const room = checker.getSymbolAtLocation(program.getSourceFile(door));
  for (const name of room ? checker.getExportsOfModule(room) : []) {
    count++;
    const target = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
    if (target.getDocumentationComment(checker).length > 0) continue;
    console.error(`${door}: ${name.name} has no docs; write what it is above its declaration`);
    process.exitCode = 1;
  }
}
console.log(`${count} public names`);
if (count > most) {
  console.error(`at most ${most} are wanted: export what a notebook, a command or a user's script needs`);
  process.exitCode = 1;
}
