"use strict";

// Says in the page what went wrong with a security key; allauth's own scripts only tell the console.
document.addEventListener("allauth.error", (event) => {
  const said = document.getElementById("webauthn-said");
  if (!said) return;
  event.preventDefault();
  const number = /^[0-9.]+$|^\[/.test(location.hostname);
  said.textContent = number ? said.dataset.address : said.dataset.refused;
  said.hidden = false;
  said.scrollIntoView({ block: "nearest" });
});
