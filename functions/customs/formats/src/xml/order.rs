//! The order of elements, their namespaces and which of them repeat: data, see the file itself.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One element within a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Child {
    /// The prefix of its namespace; empty in the namespace of the root.
    pub(crate) prefix: String,
    /// Its name.
    pub(crate) name: String,
    /// Whether it may stand several times.
    pub(crate) repeats: bool,
}

/// What the file says.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// Prefixes and their namespaces; the root's has the prefix `root`.
    pub(crate) namespaces: Vec<(String, String)>,
    sections: BTreeMap<String, Vec<Child>>,
}

/// The declaration of goods.
pub(crate) static DECLARATION: LazyLock<Order> = LazyLock::new(|| Order::read(include_str!("../../data/esadout_cu.txt")));

impl Order {
    fn read(text: &str) -> Self {
        let mut order = Self::default();
        let mut section = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let children = if let Some((prefix, namespace)) = line.split_once(" = ") {
                order.namespaces.push((prefix.to_owned(), namespace.to_owned()));
                continue;
            } else if let Some((name, children)) = line.split_once(": ") {
                name.clone_into(&mut section);
                children
            } else {
                line
            };
            order.sections.entry(section.clone()).or_default().extend(children.split_whitespace().map(child));
        }
        order.sections.remove("");
        order
    }

    /// The children of a section; none when it is not known.
    pub(crate) fn children(&self, parent: &str, name: &str) -> &[Child] {
        let known = self.sections.get(&format!("{parent}/{name}")).or_else(|| self.sections.get(name));
        known.map_or(&[], Vec::as_slice)
    }
}

fn child(text: &str) -> Child {
    let (text, repeats) = text.strip_suffix('*').map_or((text, false), |text| (text, true));
    let (prefix, name) = text.split_once(':').unwrap_or(("", text));
    Child { prefix: prefix.to_owned(), name: name.to_owned(), repeats }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_data_is_whole() {
        let order = &*DECLARATION;
        let prefixes: BTreeSet<&str> = order.namespaces.iter().map(|(prefix, _)| prefix.as_str()).collect();
        assert!(prefixes.contains("root") && order.namespaces.iter().all(|(_, urn)| urn.starts_with("urn:customs.ru:")));
        let mut reached = BTreeSet::from([customs::form::ROOT.to_owned()]);
        for (section, children) in &order.sections {
            let mut seen = BTreeSet::new();
            assert!(!children.is_empty(), "{section}");
            for child in children {
                assert!(seen.insert(&child.name), "{section} has {} twice", child.name);
                assert!(child.prefix.is_empty() || prefixes.contains(child.prefix.as_str()), "{section}: {}", child.prefix);
                reached.insert(child.name.clone());
            }
        }
        for section in order.sections.keys() {
            let name = section.rsplit('/').next().unwrap_or_default();
            assert!(reached.contains(name), "{section} stands nowhere");
        }
    }

    #[test]
    fn goods_stand_in_the_order_that_customs_accepted() {
        let goods: Vec<&str> =
            DECLARATION.children("ESADout_CUGoodsShipment", "ESADout_CUGoods").iter().map(|child| child.name.as_str()).collect();
        // Orders that were seen in accepted declarations of different countries and years.
        for seen in [
            "GoodsNumeric GoodsDescription GrossWeightQuantity NetWeightQuantity InvoicedCost GoodsTNVEDCode OriginCountryCode \
             OriginCountryName CustomsCostCorrectMethod Preferencii SupplementaryGoodsQuantity ESADGoodsPackaging ESADCustomsProcedure",
            "GoodsNumeric GoodsDescription GrossWeightQuantity NetWeightQuantity InvoicedCost CustomsCost StatisticalCost GoodsTNVEDCode \
             IntellectPropertySign OriginCountryCode CustomsCostCorrectMethod AdditionalSheetCount GoodsGroupDescription Preferencii \
             LanguageGoods ESADout_CUPresentedDocument ESADout_CUCustomsPaymentCalculation SupplementaryGoodsQuantity ESADGoodsPackaging \
             ESADCustomsProcedure",
            "GoodsNumeric GoodsDescription GrossWeightQuantity NetWeightQuantity InvoicedCost GoodsTNVEDCode AdditionalSign \
             OriginCountryCode OriginCountryName CustomsCostCorrectMethod Preferencii ESADout_CUPresentedDocument \
             ESADout_CUCustomsPaymentCalculation SupplementaryGoodsQuantity ESADGoodsPackaging ESADCustomsProcedure",
        ] {
            let places: Vec<Option<usize>> = seen.split_whitespace().map(|name| goods.iter().position(|known| *known == name)).collect();
            assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{seen}");
        }
    }

    #[test]
    fn a_section_may_differ_by_its_parent() {
        let prefix = |parent: &str| DECLARATION.children(parent, "Address").first().map(|child| child.prefix.clone());
        assert_eq!(prefix("ESADout_CUGoodsLocation").as_deref(), Some("RUScat_ru"));
        assert_eq!(prefix("ESADout_CUConsignor").as_deref(), Some("cat_ru"));
        assert!(DECLARATION.children("", "Nothing").is_empty());
    }
}
