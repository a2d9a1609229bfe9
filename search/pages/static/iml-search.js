// <iml-search host="https://search.example.org"></iml-search>: a search box for other sites.
// The form opens the results page. With the attribute `results` it shows the first results in place, where the service
// lets this site read them (CORS); where it does not, the form opens the results page all the same.
"use strict";

(() => {
  const own = document.currentScript ? new URL(document.currentScript.src).origin : location.origin;
  const WORDS = {
    en: { label: "Search international migration law", button: "Search", all: "All results", none: "Nothing held answers this question.", digest: "Summary, not the words of the instrument" },
    fr: { label: "Chercher dans le droit international des migrations", button: "Chercher", all: "Tous les résultats", none: "Rien de disponible ne répond à cette question.", digest: "Résumé, non les mots de l’instrument" },
    es: { label: "Buscar en el derecho internacional de las migraciones", button: "Buscar", all: "Todos los resultados", none: "Nada de lo disponible responde a esta pregunta.", digest: "Resumen, no las palabras del instrumento" },
  };
  const RIGHT_TO_LEFT = /^(ar|fa|he|ps|ur)\b/;
  const STYLE = `
    :host { display: block; font: inherit; color: inherit; }
    label { display: block; font-size: .875em; font-weight: 600; margin-bottom: .3em; }
    .box { display: flex; gap: .5em; }
    input { flex: 1; min-width: 0; font: inherit; color: inherit; background: transparent; padding: .55em .8em; border: 1px solid currentColor; border-radius: .4em; }
    button { font: inherit; font-weight: 600; padding: .55em 1.1em; border: 1px solid #17506f; border-radius: .4em; background: #17506f; color: #fff; cursor: pointer; }
    :focus-visible { outline: 3px solid #4a90b8; outline-offset: 2px; }
    ol { list-style: none; padding: 0; margin: 1em 0 0; }
    li { padding: .7em 0; border-top: 1px solid rgb(128 128 128 / .4); }
    a { color: inherit; }
    q { quotes: none; display: block; margin-top: .3em; font-family: Georgia, serif; }
    small { display: block; opacity: .8; }
  `;

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  class ImlSearch extends HTMLElement {
    static observedAttributes = ["host", "lang", "results"];

    connectedCallback() { this.build(); }
    attributeChangedCallback() { if (this.isConnected) this.build(); }

    get host() {
      try {
        const address = new URL(this.getAttribute("host") || own, location.href);
        return /^https?:$/.test(address.protocol) ? address.origin + address.pathname.replace(/\/+$/, "") : own;
      } catch {
        return own;
      }
    }

    get language() {
      const asked = (this.lang || document.documentElement.lang || "en").slice(0, 2).toLowerCase();
      return asked in WORDS ? asked : "en";
    }

    build() {
      const words = WORDS[this.language];
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      this.input = element("input", { type: "search", name: "q", id: "q", required: true, maxLength: 10000, autocomplete: "off" });
      const hidden = element("input", { type: "hidden", name: "ui", value: this.language });
      this.form = element("form", { action: `${this.host}/`, method: "get", target: "_blank", rel: "noopener noreferrer" },
        element("label", { htmlFor: "q", textContent: words.label }),
        element("div", { className: "box" }, this.input, element("button", { textContent: words.button })), hidden);
      this.form.setAttribute("role", "search");
      this.found = element("div");
      this.found.setAttribute("role", "status");
      if (this.hasAttribute("results")) this.form.addEventListener("submit", (event) => this.search(event));
      root.replaceChildren(this.form, this.found);
    }

    async search(event) {
      event.preventDefault();
      const asked = new URLSearchParams({ q: this.input.value, limit: "5" });
      try {
        const response = await fetch(`${this.host}/v1/search?${asked}`, { referrerPolicy: "no-referrer" });
        if (!response.ok) throw new Error(String(response.status));
        this.show(await response.json());
      } catch {
        this.form.target = "_top"; // a window opened so late would be taken for a popup
        this.form.submit();
      }
    }

    show(answer) {
      const words = WORDS[this.language];
      const list = element("ol");
      for (const result of answer.results) list.append(this.item(result, words));
      const all = element("a", { href: `${this.host}/?${new URLSearchParams({ q: answer.query, ui: this.language })}`, target: "_blank", rel: "noopener noreferrer", textContent: words.all });
      const parts = answer.results.length ? [list] : [element("p", { textContent: answer.message || words.none })];
      this.found.replaceChildren(...parts, element("p", {}, all));
    }

    item(result, words) {
      const { instrument, label, citation, passages } = result;
      const path = `/i/${encodeURIComponent(instrument.id)}/${encodeURIComponent(label)}?language=${encodeURIComponent(instrument.language)}`;
      const link = element("a", { href: this.host + path, target: "_blank", rel: "noopener noreferrer", textContent: `${instrument.short_title || instrument.title}, ${label}` });
      const item = element("li", {}, link);
      const best = passages[0];
      if (best) {
        const quotation = element("q", { textContent: best.text, lang: instrument.language });
        quotation.dir = RIGHT_TO_LEFT.test(instrument.language) ? "rtl" : "ltr";
        item.append(quotation);
        if (best.text_kind === "digest") item.append(element("small", { textContent: words.digest }));
      }
      item.append(element("small", { textContent: citation, dir: "auto" }));
      return item;
    }
  }

  if (!customElements.get("iml-search")) customElements.define("iml-search", ImlSearch);
})();
