//! From a request to a PDF.

use papers::outside::Request;
use serde_json::json;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::world::PaperWorld;

/// What stands in the file as the program that made it.
const CREATOR: &str = "Entrepot";

/// A typeset paper.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file. The same request makes the same bytes.
    pub bytes: Vec<u8>,
    /// How many pages.
    pub pages: u32,
}

/// Why a paper cannot be typeset. A defect of a template: the same request fails again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TypesetError(String);

/// Forgets what a compilation has memoised, however it ends: the cache is global, and without
/// this every paper leaves a megabyte behind.
struct Forget;

impl Drop for Forget {
    fn drop(&mut self) {
        comemo::evict(0);
    }
}

/// Typesets a paper. Takes milliseconds a page, all of them on the processor.
///
/// # Errors
/// When the template and the model do not go together.
pub fn typeset(request: &Request) -> Result<Pdf, TypesetError> {
    let _forget = Forget;
    let world = world(request)?;
    let document = compile(&world)?;
    let options = PdfOptions {
        ident: Smart::Custom(request.paper_id.to_string()),
        creator: Smart::Custom(Some(CREATOR.to_owned())),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| explain(&world, &errors))?;
    Ok(Pdf { bytes, pages: u32::try_from(document.pages().len()).unwrap_or(u32::MAX) })
}

pub(crate) fn world(request: &Request) -> Result<PaperWorld, TypesetError> {
    let requested_at = request.requested_at.to_string();
    let requested_on = requested_at.split('T').next();
    let data = json!({ "form": request.form, "language": request.language, "requested_on": requested_on, "model": request.model });
    let world = PaperWorld::new(request.form, data.to_string().into_bytes());
    world.ok_or_else(|| TypesetError(format!("no template for {}", request.form.name())))
}

pub(crate) fn compile(world: &PaperWorld) -> Result<PagedDocument, TypesetError> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    if let Some(warning) = warnings.first() {
        tracing::debug!(count = warnings.len(), first = %warning.message, "a template warns");
    }
    output.map_err(|errors| explain(world, &errors))
}

/// The first error and where in the templates it is.
fn explain(world: &PaperWorld, errors: &[SourceDiagnostic]) -> TypesetError {
    let Some(error) = errors.first() else { return TypesetError("not typeset, without a reason".to_owned()) };
    let place = error.span.id().and_then(|id| {
        let line = world.source(id).ok()?.lines().byte_to_line(world.range(error.span)?.start)?;
        Some(format!("{}:{}: ", id.get().vpath().get_without_slash(), line.saturating_add(1)))
    });
    TypesetError(format!("{}{}", place.unwrap_or_default(), error.message))
}
