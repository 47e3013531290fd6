// Prints, one line of name:base64 pairs a file, what mailparser reads in a mail.
const fs = require('fs');
const { simpleParser } = require('mailparser');

(async () => {
  for (const file of process.argv.slice(2)) {
    const mail = await simpleParser(fs.readFileSync(file), { skipHtmlToText: true, skipTextToHtml: true });
    const fields = {
      subject: mail.subject,
      name: mail.from.value[0].name,
      from: mail.from.value[0].address,
      replyTo: mail.replyTo ? mail.replyTo.value[0].address : null,
      to: mail.to.value[0].address,
      date: mail.date.toISOString(),
      messageId: mail.messageId,
      unsubscribe: mail.headers.get('list') && mail.headers.get('list').unsubscribe.url,
      post: mail.headers.get('list') && mail.headers.get('list')['unsubscribe-post'].name,
      listId: mail.headers.get('list') && mail.headers.get('list').id && mail.headers.get('list').id.name,
      feedbackId: mail.headers.get('feedback-id') || null,
      key: mail.headers.get('x-reengage-key'),
      language: mail.headers.get('content-language') || null,
      text: mail.text,
      html: mail.html,
    };
    console.log(Object.entries(fields)
      .map(([name, value]) => name + ':' + Buffer.from(String(value)).toString('base64'))
      .join(' '));
  }
})();
