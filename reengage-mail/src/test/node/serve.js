// Takes mail on a free port of this machine, says which one, and writes each mail to a directory with its envelope.
// Whose name begins with rcpt450-, rcpt550-, dot451- or dot554- is refused there with that code, for now only once; the
// connection of a mail to drop- is lost after the mail is taken.
const fs = require('fs');
const path = require('path');
const { SMTPServer } = require('smtp-server');

const directory = process.argv[2];
let count = 0;
const refused = new Set();

function refusal(at, address) {
  const told = /^(rcpt|dot)([45]\d\d)-/.exec(address);
  if (!told || told[1] !== at || (told[2] < 500 && refused.has(address))) {
    return null;
  }
  refused.add(address);
  return Object.assign(new Error(told[2] + ' for ' + address), { responseCode: Number(told[2]) });
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onRcptTo(to, session, done) {
    done(refusal('rcpt', to.address));
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', chunk => chunks.push(chunk));
    stream.on('end', () => {
      const to = session.envelope.rcptTo[0].address;
      const no = refusal('dot', to);
      if (no) {
        return done(no);
      }
      const name = path.join(directory, String(++count).padStart(4, '0'));
      fs.writeFileSync(name + '.to', session.envelope.rcptTo.map(to => to.address).join('\n'));
      fs.writeFileSync(name + '.eml', Buffer.concat(chunks));
      if (to.startsWith('drop-')) {
        return [...server.connections].filter(each => each.session === session).forEach(each => each._socket.destroy());
      }
      done(null, 'queued as n' + count);
    });
  },
});
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
