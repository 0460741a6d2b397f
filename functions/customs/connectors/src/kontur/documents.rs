//! Documents of a docflow.

use customs::code::{DocflowId, GoodsNumber, VendorDocumentId};
use customs::outside::kontur::document::{DOCUMENTS_MAX, Distribution, DtsNumber, NewDocument};
use customs::outside::kontur::{Answer, operation};
use kernel::reaction::OutsideError;
use serde_json::Value;

use super::Session;
use super::docflows::of;
use crate::body;
use crate::failure::{refused, unreadable};
use crate::rows;

impl Session<'_> {
    pub(super) async fn documents(&self, docflow: DocflowId) -> Result<Answer, OutsideError> {
        let documents = self.list(operation::DOCUMENTS, of(docflow), rows::document).await?;
        Ok(Answer::Documents { documents })
    }

    /// An answer with fewer documents than were asked for leaves open which of them exist.
    pub(super) async fn create_documents(&self, docflow: DocflowId, new: &[NewDocument]) -> Result<Answer, OutsideError> {
        if !(1..=DOCUMENTS_MAX).contains(&new.len()) {
            return Err(refused("documents", &format!("1 to {DOCUMENTS_MAX} documents at once")));
        }
        let asked: Value = new.iter().map(|document| body::document(document, self.settings.document_shape)).collect();
        let answered = self.value(operation::CREATE_DOCUMENTS, of(docflow).json(asked.to_string().into_bytes())).await?;
        // The vendor's prose speaks of one document, its path of several.
        let listed = if answered.is_object() { Value::Array(vec![answered]) } else { answered };
        let made = rows::list(&listed, self.settings.offset_minutes, rows::document);
        let made = made.filter(|made| made.rejected.is_empty() && made.rows.len() == new.len());
        let made = made.ok_or_else(|| unreadable(operation::CREATE_DOCUMENTS, "not the documents that were asked for"))?;
        Ok(Answer::CreateDocuments { documents: made.rows })
    }

    pub(super) async fn link_goods(
        &self,
        docflow: DocflowId,
        document: VendorDocumentId,
        goods: &[GoodsNumber],
    ) -> Result<Answer, OutsideError> {
        let numbers: Vec<String> = goods.iter().map(ToString::to_string).collect();
        // 0 takes the document from all goods.
        let numbers = if numbers.is_empty() { "0".to_owned() } else { numbers.join(",") };
        let asked = of(docflow).at("documentId", document).at("goodNumbers", numbers);
        self.done(operation::LINK_GOODS, asked).await?;
        Ok(Answer::LinkGoods)
    }

    pub(super) async fn create_dts(&self, docflow: DocflowId, dts: DtsNumber, costs: &[Distribution]) -> Result<Answer, OutsideError> {
        let costs: Result<Value, OutsideError> = costs.iter().map(body::cost).collect();
        let asked = of(docflow).with("dtsType", u8::from(dts)).json(costs?.to_string().into_bytes());
        Ok(Answer::CreateDts { document: self.one(operation::CREATE_DTS, asked, rows::document).await? })
    }

    pub(super) async fn copy_from_declaration(&self, docflow: DocflowId, document: VendorDocumentId) -> Result<Answer, OutsideError> {
        self.done(operation::COPY_FROM_DECLARATION, of(docflow).at("documentId", document)).await?;
        Ok(Answer::CopyFromDeclaration)
    }
}
