//! The pages, one a file.

pub(crate) mod activity;
pub(crate) mod approvals;
pub(crate) mod commerce;
pub(crate) mod customs;
pub(crate) mod customs_desk;
pub(crate) mod events;
pub(crate) mod figures;
pub(crate) mod gate;
pub(crate) mod goods;
pub(crate) mod kit;
pub(crate) mod ledger;
pub(crate) mod list;
pub(crate) mod live;
pub(crate) mod notices;
pub(crate) mod order;
pub(crate) mod order_form;
pub(crate) mod orders;
pub(crate) mod parties;
pub(crate) mod party_form;
pub(crate) mod payment;
pub(crate) mod payments;
pub(crate) mod profitability;
pub(crate) mod refill;
pub(crate) mod review;
pub(crate) mod waybill;
