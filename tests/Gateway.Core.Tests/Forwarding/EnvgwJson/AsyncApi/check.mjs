// Reads an AsyncAPI document with the initiative's own parser. Prints a line for each fault (errors and warnings), then what the document holds.
import { Parser, fromFile } from '@asyncapi/parser';

const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
// Severity 2 and 3 are advice: for example that a later version of AsyncAPI exists.
for (const fault of diagnostics.filter((d) => d.severity < 2)) console.log(`fault\t${fault.path.join('/')}\t${fault.message}`);
if (document) for (const message of document.allMessages()) console.log(`message\t${message.name()}`);
