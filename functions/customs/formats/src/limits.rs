//! Limits of files; each with its reason.

use customs::form::problem::Limit;
use customs::form::{Place, Problem, Reason};

/// Largest file, in bytes: XML is some three times as long as the JSON of the same form.
pub(crate) const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most bytes of a workbook after unpacking; a list of 1,000 rows has less than one million.
pub(crate) const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Most files within a workbook; a usual one has some ten.
pub(crate) const PARTS_MAX: usize = 500;
/// Most bytes of texts in the cells of a sheet. One long text may be shared by every cell.
pub(crate) const SHEET_TEXT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most sheets that are searched for a list.
pub(crate) const SHEETS_MAX: usize = 20;
/// Most merged ranges of a sheet.
pub(crate) const MERGED_MAX: usize = 2_000;
/// Deepest nesting of elements of XML, an envelope included.
pub(crate) const XML_DEPTH_MAX: usize = 32;
/// Most elements of XML: as many as a form may have fields.
pub(crate) const XML_ELEMENTS_MAX: usize = customs::form::FORM_FIELDS_MAX;
/// Most attributes of one element; a root has some ten.
pub(crate) const XML_ATTRIBUTES_MAX: usize = 64;

/// The problem that a limit is passed.
pub(crate) fn passed(place: Place, limit: Limit, max: usize) -> Problem {
    Problem::new(place, None, Reason::TooMuch { limit, max: u64::try_from(max).unwrap_or(u64::MAX) })
}
