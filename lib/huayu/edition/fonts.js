"use strict";
// a font made of bytes is there at once: the text is laid out once, and never shown without it
{
  const packed = document.getElementById("font").textContent;
  const bytes = Uint8Array.fromBase64?.(packed) ?? Uint8Array.from(atob(packed), (unit) => unit.charCodeAt(0));
  document.fonts.add(new FontFace("Huayu", bytes));
}
