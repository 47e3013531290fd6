// Takes mail on a free port of this machine, says which one, and writes each mail to a directory with its envelope.
const fs = require('fs');
const path = require('path');
const { SMTPServer } = require('smtp-server');

const directory = process.argv[2];
let count = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', chunk => chunks.push(chunk));
    stream.on('end', () => {
      const name = path.join(directory, String(++count).padStart(4, '0'));
      fs.writeFileSync(name + '.to', session.envelope.rcptTo.map(to => to.address).join('\n'));
      fs.writeFileSync(name + '.eml', Buffer.concat(chunks));
      done(null, 'queued as n' + count);
    });
  },
});
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
