//! A bank's transaction as a payment.

use super::{Payer, Received, Source};
use crate::PaymentId;
use crate::outside::privat24::BankTransaction;

/// The payment of a transaction: always the same one, however often and by whichever way the
/// transaction comes (specification 6.1).
pub fn payment_id(transaction: &BankTransaction) -> PaymentId {
    PaymentId::derive(&[&transaction.identity()])
}

/// What the bank tells of the payer: the one behind a transit account, where it says so.
pub fn payer(transaction: &BankTransaction) -> Payer {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    // Zeros are how the bank writes that a payer has no code.
    let code = |text: &str| said(text).filter(|code| code.bytes().any(|byte| byte != b'0'));
    match &transaction.ultimate_payer {
        Some(party) => Payer { name: said(&party.name), code: code(&party.code), account: None, phone: None },
        None => {
            let party = &transaction.counterparty;
            Payer { name: said(&party.name), code: code(&party.code), account: said(&party.account), phone: None }
        }
    }
}

/// The payment's first event.
pub fn received(transaction: &BankTransaction, raw_sha256: Option<String>, duplicate_suspected: Option<PaymentId>) -> Received {
    Received {
        id: payment_id(transaction),
        source: Source::Privat24 { identity: transaction.identity(), account: transaction.account.clone() },
        amount: transaction.amount,
        paid_at: transaction.paid_at,
        bank_day: transaction.bank_day,
        payer: payer(transaction),
        purpose: transaction.purpose.clone(),
        raw_sha256,
        duplicate_suspected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::privat24::UltimateParty;
    use crate::samples::payments::transaction;

    #[test]
    fn r18_one_transaction_is_one_payment() {
        let first = transaction();
        let again = BankTransaction { technical_id: "other_online".to_owned(), id: String::new(), ..transaction() };
        let part = BankTransaction { refn: "2".to_owned(), ..transaction() };
        assert_eq!(payment_id(&first), payment_id(&again));
        assert_ne!(payment_id(&first), payment_id(&part));
    }

    #[test]
    fn the_payer_behind_a_transit_account_counts() {
        let mut transit = transaction();
        transit.counterparty.name = "Транз. рахунок".to_owned();
        transit.ultimate_payer = Some(UltimateParty { name: "Покупець Перший".to_owned(), code: "0000000000".to_owned() });
        assert_eq!(payer(&transit), Payer { name: Some("Покупець Перший".to_owned()), ..Payer::default() });
    }
}
