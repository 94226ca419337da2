// Downloads: the digest as text, Markdown, JSON and a small Word document (a zip archive without compression).

const encoder = new TextEncoder();
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc32 = (data) => ~data.reduce((crc, byte) => TABLE[(crc ^ byte) & 255] ^ (crc >>> 8), ~0) >>> 0;

/** A zip archive with every part stored as it is. */
function zip(parts) {
  const local = [], central = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const path = encoder.encode(name), data = encoder.encode(text);
    const common = new DataView(new ArrayBuffer(26));
    [[0, 20], [2, 0x800], [8, 0x21 << 0]].forEach(([at, value]) => common.setUint16(at, value, true));
    common.setUint32(10, crc32(data), true);
    common.setUint32(14, data.length, true);
    common.setUint32(18, data.length, true);
    common.setUint16(22, path.length, true);
    const head = Uint8Array.of(0x50, 0x4b, 3, 4), entry = Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0);
    const where = new DataView(new ArrayBuffer(14));
    where.setUint32(10, offset, true);
    local.push(head, common, path, data);
    central.push(entry, common, where, path);
    offset += 30 + path.length + data.length;
  }
  const size = central.reduce((sum, piece) => sum + piece.byteLength, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, parts.length, true);
  end.setUint16(10, parts.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  return new Blob([...local, ...central, end], { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" });
}

const xml = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);

function docx(digest, heading) {
  // headings by their outline level, which needs no styles
  const paragraph = (text, level, language) =>
    `<w:p>${level ? `<w:pPr><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="${level - 1}"/></w:pPr>` : ""}<w:r><w:rPr>${level ? `<w:b/><w:sz w:val="${36 - 6 * level}"/>` : ""}<w:lang w:val="${language}" w:eastAsia="zh-CN"/></w:rPr><w:t xml:space="preserve">${xml(text)}</w:t></w:r></w:p>`;
  const body = digest.abstracts.flatMap((a) => [
    paragraph(heading(a), 1, a.language),
    ...(a.title ? [paragraph(a.title, 2, a.language)] : []),
    paragraph(a.text, 0, a.language),
  ]);
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  return zip([
    ["[Content_Types].xml", `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`],
    ["_rels/.rels", `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`],
    ["word/document.xml", `${head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join("")}</w:body></w:document>`],
  ]);
}

const escaped = (text) => text.replace(/[\\`*_[\]<>#]/g, "\\$&");

/** The digest as a file of one kind. */
export function fileOf(digest, kind, heading) {
  switch (kind) {
    case "json": return new Blob([JSON.stringify(digest, null, 2)], { type: "application/json" });
    case "md": return new Blob([digest.abstracts.map((a) => `# ${escaped(heading(a))}\n\n${a.title ? `**${escaped(a.title)}**\n\n` : ""}${escaped(a.text)}\n`).join("\n")], { type: "text/markdown" });
    case "docx": return docx(digest, heading);
    default: return new Blob([digest.abstracts.map((a) => `${heading(a)}\n\n${a.title ? `${a.title}\n\n` : ""}${a.text}\n`).join("\n\n")], { type: "text/plain" });
  }
}

/** Offer a file for download. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
