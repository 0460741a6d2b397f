//! The frame inside a page: tabs, heading, filters, and parts one under the other.

use askama::Template;

use super::Refused;
use super::form::{Field, FormView};
use super::table::{Cell, Grid};
use crate::frame::render;
use crate::http::Form;
use crate::pages::list::{Chip, Paging};
use crate::words::Words;

/// What stands above the parts of a page.
#[derive(Template)]
#[template(path = "kit_head.html")]
pub(crate) struct Head {
    w: &'static Words,
    area: &'static str,
    tabs: Vec<Chip>,
    title: String,
    badges: Vec<(String, &'static str)>,
    lead: String,
    buttons: Vec<(String, String)>,
    rows: Vec<(&'static str, Vec<Chip>)>,
    search: Option<(String, String, &'static str)>,
    filter: Option<(String, Vec<Field>)>,
}

impl Head {
    pub(crate) fn new(w: &'static Words, tabs: Vec<Chip>, title: impl Into<String>) -> Self {
        Self {
            w,
            area: w.kit.commerce,
            tabs,
            title: title.into(),
            badges: Vec::new(),
            lead: String::new(),
            buttons: Vec::new(),
            rows: Vec::new(),
            search: None,
            filter: None,
        }
    }

    /// What the tabs are of, where not of commerce.
    pub(crate) fn area(self, area: &'static str) -> Self {
        Self { area, ..self }
    }

    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    pub(crate) fn badge(mut self, text: impl Into<String>, tone: &'static str) -> Self {
        self.badges.push((text.into(), tone));
        self
    }

    pub(crate) fn lead(self, lead: impl Into<String>) -> Self {
        Self { lead: lead.into(), ..self }
    }

    /// A link that looks like a button; only where it is offered.
    pub(crate) fn button(mut self, offered: bool, href: impl Into<String>, label: &'static str) -> Self {
        if offered {
            self.buttons.push((href.into(), label.to_owned()));
        }
        self
    }

    /// A link with words of its own.
    pub(crate) fn link(mut self, href: String, label: String) -> Self {
        self.buttons.push((href, label));
        self
    }

    /// A row of chips.
    pub(crate) fn chips(mut self, label: &'static str, chips: Vec<Chip>) -> Self {
        self.rows.push((label, chips));
        self
    }

    pub(crate) fn search(self, path: &str, q: &str, hint: &'static str) -> Self {
        Self { search: Some((path.to_owned(), q.to_owned(), hint)), ..self }
    }

    /// Fields that narrow what is shown.
    pub(crate) fn filter(self, path: &str, fields: Vec<Field>) -> Self {
        Self { filter: Some((path.to_owned(), fields)), ..self }
    }

    pub(crate) fn html(&self) -> String {
        render(self)
    }
}

#[derive(Template)]
#[template(path = "kit_facts.html")]
struct Facts<'a> {
    title: &'a str,
    facts: &'a [(&'static str, Cell)],
}

#[derive(Template)]
#[template(path = "paging.html")]
struct PagingView<'a> {
    w: &'static Words,
    paging: &'a Paging,
}

#[derive(Template)]
#[template(
    source = "<section class=\"card\">{% if !title.is_empty() %}<h2>{{ title }}</h2>{% endif %}{{ inner|safe }}</section>",
    ext = "html"
)]
struct Card<'a> {
    title: &'a str,
    inner: &'a str,
}

#[derive(Template)]
#[template(source = "<section class=\"stack\" id=\"{{ id }}\"><h2>{{ title }}</h2>{{ inner|safe }}</section>", ext = "html")]
struct Section<'a> {
    id: &'a str,
    title: &'a str,
    inner: &'a str,
}

#[derive(Template)]
#[template(source = "<p class=\"{{ class }} wrap\">{{ text }}</p>", ext = "html")]
struct Paragraph<'a> {
    class: &'a str,
    text: &'a str,
}

#[derive(Template)]
#[template(
    source = "<p class=\"row\"><span class=\"badge {{ tone }}\">{{ text }}</span> <span class=\"muted\">{{ more }}</span></p>",
    ext = "html"
)]
struct State<'a> {
    text: &'a str,
    tone: &'a str,
    more: &'a str,
}

#[derive(Template)]
#[template(
    source = "<p>{{ text }}</p><svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"{{ percent }}\" height=\"6\" rx=\"2\"/></svg>",
    ext = "html"
)]
struct Progress<'a> {
    text: &'a str,
    percent: u64,
}

#[derive(Template)]
#[template(source = "<ul class=\"plain\">{% for item in items %}<li class=\"wrap\">{{ item }}</li>{% endfor %}</ul>", ext = "html")]
struct Items<'a> {
    items: &'a [String],
}

#[derive(Template)]
#[template(source = "<p class=\"row\"><a class=\"button\" href=\"{{ href }}\">{{ label }}</a></p>", ext = "html")]
struct Linked {
    href: String,
    label: &'static str,
}

/// Parts of a page, one under the other.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    html: String,
}

impl Sheet {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn grid(self, grid: &Grid) -> Self {
        self.raw(&grid.html())
    }

    /// A form, with why it was refused if it was.
    pub(crate) fn form(self, form: FormView, refused: Option<&Refused>, typed: &Form) -> Self {
        self.raw(&form.refilled(refused, typed).html())
    }

    /// What a template of this crate made.
    pub(crate) fn raw(mut self, html: &str) -> Self {
        self.html.push_str(html);
        self
    }

    /// A box with a heading around other parts. One without anything in it is left out.
    pub(crate) fn card(self, title: &'static str, inner: Self) -> Self {
        if inner.html.is_empty() {
            return self;
        }
        self.raw(&render(&Card { title, inner: &inner.html }))
    }

    /// Parts under a heading that links lead to.
    pub(crate) fn section(self, id: &str, title: &str, inner: Self) -> Self {
        if inner.html.is_empty() {
            return self;
        }
        self.raw(&render(&Section { id, title, inner: &inner.html }))
    }

    pub(crate) fn facts(self, title: &'static str, facts: &[(&'static str, Cell)]) -> Self {
        self.raw(&render(&Facts { title, facts }))
    }

    /// A text in a colour: `callout warn`, `muted`.
    pub(crate) fn text(self, class: &'static str, text: &str) -> Self {
        self.raw(&render(&Paragraph { class, text }))
    }

    /// A link that looks like a button.
    pub(crate) fn link(self, href: String, label: &'static str) -> Self {
        self.raw(&render(&Linked { href, label }))
    }

    /// A state that may change while the page is looked at.
    pub(crate) fn state(self, text: &str, tone: &'static str, more: &str) -> Self {
        self.raw(&render(&State { text, tone, more }))
    }

    /// How far something has come.
    pub(crate) fn progress(self, text: &str, done: u64, of: u64) -> Self {
        let percent = done.saturating_mul(100).checked_div(of).unwrap_or(0);
        self.raw(&render(&Progress { text, percent }))
    }

    pub(crate) fn items(self, items: &[String]) -> Self {
        self.raw(&render(&Items { items }))
    }

    pub(crate) fn paging(self, w: &'static Words, paging: &Paging) -> Self {
        self.raw(&render(&PagingView { w, paging }))
    }

    /// A wide and a narrow column beside each other.
    pub(crate) fn columns(self, wide: Self, narrow: Self) -> Self {
        self.raw("<div class=\"columns\"><div>").raw(&wide.html).raw("</div><div>").raw(&narrow.html).raw("</div></div>")
    }

    pub(crate) fn html(self) -> String {
        self.html
    }
}
