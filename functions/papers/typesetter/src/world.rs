//! All that a template can reach: the other templates, the fonts, and the paper's data.

use std::sync::LazyLock;

use papers::model::Form;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// Families that are used: one for everything, and one that has the signs of currencies and
/// whatever else the first lacks.
const FAMILIES: &[&str] = &["Libertinus Serif", "DejaVu Sans Mono"];

/// Where the templates find the paper's data. Always the same name: names are interned for
/// ever, and there are 65,535 of them.
const DATA: &str = "/paper.json";

/// Templates by name; forms are named as on the wire.
const TEMPLATES: &[(&str, &str)] = &[
    ("/common.typ", include_str!("../templates/common.typ")),
    ("/statutory.typ", include_str!("../templates/statutory.typ")),
    ("/words.typ", include_str!("../templates/words.typ")),
    ("/act.typ", include_str!("../templates/act.typ")),
    ("/contract-summary.typ", include_str!("../templates/contract-summary.typ")),
    ("/customs-declaration.typ", include_str!("../templates/customs-declaration.typ")),
    ("/electronic-tax-invoice.typ", include_str!("../templates/electronic-tax-invoice.typ")),
    ("/invoice.typ", include_str!("../templates/invoice.typ")),
    ("/tax-invoice.typ", include_str!("../templates/tax-invoice.typ")),
    ("/transfer-document.typ", include_str!("../templates/transfer-document.typ")),
    ("/waybill.typ", include_str!("../templates/waybill.typ")),
];

/// What is the same for every paper; made with the first one.
struct Common {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<(FileId, Source)>,
}

static COMMON: LazyLock<Common> = LazyLock::new(|| {
    let faces = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
    let fonts: Vec<Font> = faces.filter(|font| FAMILIES.contains(&font.info().family.as_str())).collect();
    let source = |(name, text): &(&str, &str)| file(name).map(|id| (id, Source::new(id, (*text).to_owned())));
    Common {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources: TEMPLATES.iter().filter_map(source).collect(),
    }
});

fn file(name: &str) -> Option<FileId> {
    VirtualPath::new(name).ok().map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The world of one paper.
pub(crate) struct PaperWorld {
    main: FileId,
    data_id: FileId,
    data: Bytes,
}

impl PaperWorld {
    /// A form and its data; `None` when there is no such template, which a test rules out.
    pub(crate) fn new(form: Form, data: Vec<u8>) -> Option<Self> {
        let main = file(&format!("/{}.typ", form.name()))?;
        Some(Self { main, data_id: file(DATA)?, data: Bytes::new(data) })
    }
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &COMMON.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &COMMON.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = COMMON.sources.iter().find(|(known, _)| *known == id);
        found.map(|(_, source)| source.clone()).ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        COMMON.fonts.get(index).cloned()
    }

    /// No template asks for the day: a paper is the same whenever it is typeset.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_a_template_and_the_fonts_are_there() {
        for form in Form::ALL {
            let world = PaperWorld::new(*form, Vec::new()).unwrap();
            assert!(world.source(world.main).is_ok(), "{form:?}");
        }
        // Libertinus in six styles, DejaVu in four.
        assert_eq!(COMMON.fonts.len(), 10);
    }

    #[test]
    fn nothing_else_can_be_reached() {
        let world = PaperWorld::new(Form::Invoice, Vec::new()).unwrap();
        for name in ["/etc/passwd", "/templates/common.typ", "/proc/self/environ"] {
            assert!(world.file(file(name).unwrap()).is_err() && world.source(file(name).unwrap()).is_err());
        }
    }
}
