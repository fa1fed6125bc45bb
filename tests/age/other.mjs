// age-encryption (npm) as a second reader and writer: see age.sh.
//   node other.mjs seal RECIPIENT <plain >sealed
//   node other.mjs open KEY-FILE <sealed >plain
import { Decrypter, Encrypter } from "age-encryption";
import { readFileSync, writeFileSync } from "node:fs";

const [what, key] = process.argv.slice(2);
const input = readFileSync(0);

try {
    let output;
    if (what === "seal") {
        const encrypter = new Encrypter();
        encrypter.addRecipient(key);
        output = await encrypter.encrypt(input);
    } else {
        const decrypter = new Decrypter();
        decrypter.addIdentity(readFileSync(key, "utf8").trim());
        output = await decrypter.decrypt(input, "uint8array");
    }
    writeFileSync(1, output);
} catch (error) {
    console.error(String(error));
    process.exit(1);
}
