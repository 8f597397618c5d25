#!/usr/bin/env bash
# A mail that is to have a `Message-ID` of the sender's choice, so that an answer or a bounce finds what it belongs to and a second try is known as the same mail: `setHeader("Message-ID", …)`. One would expect it to be sent, as `Date` and every other header is. Jakarta Mail puts one of its own in its place,
# with the host's name in it, at `saveChanges()`, which `Transport.send` calls; a date that was set it keeps. Only a subclass that overrides `updateMessageID` keeps the other. Nodemailer and Python send what was set.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.eclipse.angus</groupId><artifactId>jakarta.mail</artifactId><version>2.0.3</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
npm install --silent --no-audit --no-fund --prefix . nodemailer@10.6.1 >/dev/null
echo "jakarta.mail (Angus) 2.0.3, nodemailer@10.6.1, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import java.util.Properties;

public class Show {
  public static void main(String[] arguments) throws Exception {
    MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
    mail.setFrom(new InternetAddress("service@example.com"));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress("anna@example.com"));
    mail.setSentDate(new Date(1772366400000L));
    mail.setHeader("Message-ID", "<request-42@example.com>");
    mail.setHeader("X-Request", "42");
    mail.setText("Please sign");
    mail.saveChanges();
    System.out.println("Jakarta Mail: Message-ID " + mail.getMessageID() + ", X-Request " + mail.getHeader("X-Request")[0] + ", Date " + mail.getSentDate().toInstant());
    if (mail.getMessageID().contains("request-42") || !mail.getHeader("X-Request")[0].equals("42") || mail.getSentDate().getTime() != 1772366400000L) System.exit(1);
  }
}
JAVA
cat >show.mjs <<'JS'
import nodemailer from 'nodemailer';

const transport = nodemailer.createTransport({ streamTransport: true, buffer: true });
const { message } = await transport.sendMail({ from: 'service@example.com', to: 'anna@example.com', messageId: '<request-42@example.com>', text: 'Please sign' });
const [id] = /^Message-ID: .*$/im.exec(message.toString());
console.log(`Nodemailer: ${id}`);
if (!id.includes('<request-42@example.com>')) process.exit(1);
JS
java -cp 'lib/*' Show.java
node show.mjs
python3 - <<'PY'
from email.message import EmailMessage

mail = EmailMessage()
mail['Message-ID'] = '<request-42@example.com>'
print('Python: Message-ID', mail['Message-ID'])
assert '<request-42@example.com>' in mail.as_string()
PY
