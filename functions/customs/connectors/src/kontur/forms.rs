//! Forms: what goes into them and what they look like.

use customs::code::{DocflowId, DocumentMode, FormId, VendorOrganizationId};
use customs::outside::kontur::content::{Content, Upload};
use customs::outside::kontur::document::{GoodsImport, HeaderMap, PartyBox};
use customs::outside::kontur::operation::Operation;
use customs::outside::kontur::{Answer, file, operation};
use kernel::reaction::OutsideError;
use serde::de::IgnoredAny;

use super::Session;
use crate::content::Kind;
use crate::exchange::Parts;
use crate::failure::{refused, unreadable};
use crate::multipart;

/// The address of a form.
fn of(docflow: DocflowId, form: FormId) -> Parts {
    super::docflows::of(docflow).at("formId", form)
}

impl Session<'_> {
    pub(super) async fn import_form(&self, docflow: DocflowId, form: FormId, content: &Content) -> Result<Answer, OutsideError> {
        let bytes = self.json_content(content, b'{', "the form is no JSON object").await?;
        self.done(operation::IMPORT_FORM, of(docflow, form).json(bytes)).await?;
        Ok(Answer::ImportForm)
    }

    pub(super) async fn import_goods(
        &self,
        docflow: DocflowId,
        form: FormId,
        content: &Content,
        options: &GoodsImport,
    ) -> Result<Answer, OutsideError> {
        let bytes = self.json_content(content, b'[', "the goods are no JSON array").await?;
        let header_map = options.header_map.map(|map| match map {
            HeaderMap::Zero => 0,
            HeaderMap::One => 1,
        });
        let asked = of(docflow, form).with("clearBeforeUpload", options.clear_before).perhaps("mapOptions", header_map);
        self.done(operation::IMPORT_GOODS, asked.with("preserveAttachedGoods", options.preserve_attached).json(bytes)).await?;
        Ok(Answer::ImportGoods)
    }

    async fn json_content(&self, content: &Content, first: u8, problem: &str) -> Result<Vec<u8>, OutsideError> {
        let bytes = self.shelf.fetch(content).await?;
        let fits = bytes.trim_ascii_start().first() == Some(&first) && serde_json::from_slice::<IgnoredAny>(&bytes).is_ok();
        if fits { Ok(bytes) } else { Err(refused("content", problem)) }
    }

    /// What the form does not take is not sent.
    pub(super) async fn upload(&self, docflow: DocflowId, form: FormId, upload: &Upload) -> Result<Answer, OutsideError> {
        let bytes = self.shelf.fetch(&upload.content).await?;
        file::check(&upload.mode, &upload.content.media_type, &bytes).map_err(|problem| refused("file", &problem.to_string()))?;
        let multipart = multipart::of_file(upload.file_name.as_str(), &upload.content.media_type, &bytes);
        self.done(operation::UPLOAD, of(docflow, form).file(multipart)).await?;
        Ok(Answer::Upload)
    }

    pub(super) async fn set_party(
        &self,
        docflow: DocflowId,
        form: FormId,
        party: PartyBox,
        organization: VendorOrganizationId,
    ) -> Result<Answer, OutsideError> {
        let asked = of(docflow, form).with("commonOrgId", organization).with("graphNumber", party.number());
        self.done(operation::SET_PARTY, asked).await?;
        Ok(Answer::SetParty)
    }

    pub(super) async fn form_json(&self, docflow: DocflowId, form: FormId) -> Result<Answer, OutsideError> {
        Ok(Answer::FormJson { content: self.download(operation::FORM_JSON, of(docflow, form), Kind::Json).await? })
    }

    pub(super) async fn form_xml(&self, docflow: DocflowId, form: FormId) -> Result<Answer, OutsideError> {
        Ok(Answer::FormXml { content: self.download(operation::FORM_XML, of(docflow, form), Kind::Xml).await? })
    }

    pub(super) async fn template(&self, mode: &DocumentMode) -> Result<Answer, OutsideError> {
        let asked = Parts::default().at("documentModeId", mode);
        Ok(Answer::Template { content: self.download(operation::TEMPLATE, asked, Kind::Json).await? })
    }

    pub(super) async fn print_html(&self, docflow: DocflowId, form: FormId) -> Result<Answer, OutsideError> {
        Ok(Answer::PrintHtml { content: self.download(operation::PRINT_HTML, of(docflow, form), Kind::Html).await? })
    }

    pub(super) async fn print_pdf(&self, docflow: DocflowId, form: FormId) -> Result<Answer, OutsideError> {
        Ok(Answer::PrintPdf { content: self.download(operation::PRINT_PDF, of(docflow, form), Kind::Pdf).await? })
    }

    /// Reads something and keeps it, if it is what was asked for.
    async fn download(&self, operation: Operation, parts: Parts, kind: Kind) -> Result<Content, OutsideError> {
        let answered = self.exchange.send(operation, parts).await?;
        let bytes = unquoted(answered.body.as_bytes());
        if !kind.is(&bytes) {
            return Err(unreadable(operation, "not what was asked for"));
        }
        self.shelf.keep(kind, bytes).await
    }
}

/// The vendor declares forms and templates as texts: they may come as such, or inside a JSON text.
fn unquoted(bytes: &[u8]) -> Vec<u8> {
    match serde_json::from_slice::<String>(bytes) {
        Ok(text) => text.into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_inside_a_json_text_is_taken_out_once() {
        assert_eq!(unquoted(br#""{\"a\":\"\u043f\"}""#), "{\"a\":\"п\"}".as_bytes());
        assert_eq!(unquoted(b"{\"a\":1}"), b"{\"a\":1}");
        assert_eq!(unquoted(b"<?xml version=\"1.0\"?>"), b"<?xml version=\"1.0\"?>");
        assert_eq!(unquoted(b"%PDF-1.7 \xFF"), b"%PDF-1.7 \xFF");
    }

    #[test]
    fn what_was_asked_for_is_told_from_a_page() {
        assert!(Kind::Json.is(b"{\"a\":1}") && !Kind::Json.is(b"<html>") && !Kind::Json.is(b"") && !Kind::Json.is(b"7"));
        assert!(
            Kind::Xml.is(b"\xEF\xBB\xBF<?xml version=\"1.0\"?><a/>") && !Kind::Xml.is(b"<!doctype html><html>") && !Kind::Xml.is(b"{}")
        );
        assert!(Kind::Html.is(b"<!DOCTYPE html>") && !Kind::Html.is(b"{}"));
        assert!(Kind::Pdf.is(b"%PDF-1.4") && !Kind::Pdf.is(b"<html>"));
    }
}
