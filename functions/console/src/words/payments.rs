//! Payments: the list, the review queue, one payment.

use super::group;

group! {
    /// List, page, manual form, credits.
    Payments {
        title: "Payments", "Платежі", "Платежи";
        one: "Payment {}", "Платіж {}", "Платёж {}";
        new: "Record a payment", "Внести платіж", "Внести платёж";
        new_hint: "For money that the bank statement does not show. Somebody else matches it to an order.", "Для грошей, яких немає у виписці. Зіставить із замовленням інша людина.", "Для денег, которых нет в выписке. Сопоставит с заказом другой человек.";
        amount: "Amount", "Сума", "Сумма";
        payer: "Payer", "Платник", "Плательщик";
        payer_unknown: "Payer unknown", "Платник невідомий", "Плательщик неизвестен";
        payer_code: "Registry or tax code", "Код ЄДРПОУ чи ІПН", "Код ЕГРПОУ или ИНН";
        account: "Account", "Рахунок", "Счёт";
        phone: "Telephone", "Телефон", "Телефон";
        purpose: "Purpose", "Призначення", "Назначение";
        no_purpose: "No purpose given", "Без призначення", "Без назначения";
        paid_at: "Paid at", "Сплачено", "Оплачено";
        source: "Source", "Джерело", "Источник";
        recorded_by: "recorded by {}", "вніс {}", "внёс {}";
        order: "Order", "Замовлення", "Заказ";
        allocated: "To the order", "На замовлення", "На заказ";
        credit: "Credit of the payer", "Кредит платника", "Кредит плательщика";
        credits: "Credits", "Кредити", "Кредиты";
        credits_hint: "Money beyond what the orders need: match it to another order or refund it.", "Гроші понад потрібне замовленням: зіставте з іншим або поверніть.", "Деньги сверх нужного заказам: сопоставьте с другим или верните.";
        no_credits: "No payer has money left over.", "Ні в кого немає зайвих грошей.", "Ни у кого нет лишних денег.";
        no_credits_do: "When somebody pays more than they owe, the rest appears here.", "Коли хтось сплатить більше, залишок з’явиться тут.", "Когда кто-то заплатит больше, остаток появится здесь.";
        empty: "No payments here.", "Платежів тут немає.", "Платежей здесь нет.";
        empty_do: "Payments arrive with the bank statement by themselves. One can also be recorded by hand.", "Платежі надходять із банківською випискою самі. Можна також внести вручну.", "Платежи приходят с банковской выпиской сами. Можно также внести вручную.";
        duplicate: "It may be the same money as this payment.", "Можливо, це ті самі гроші, що й цей платіж.", "Возможно, это те же деньги, что и этот платёж.";
        confirm_duplicate: "This is another payment than the one that looks the same", "Це інший платіж, ніж той, що виглядає так само", "Это другой платёж, чем тот, который выглядит так же";
        unmatch: "Take it off the order", "Відв’язати від замовлення", "Отвязать от заказа";
        rematch: "Move it to another order", "Перенести на інше замовлення", "Перенести на другой заказ";
        matched_by: "Matched", "Зіставлено", "Сопоставлен";
        by_rules: "by the rules, score {}", "за правилами, оцінка {}", "по правилам, оценка {}";
        by_person: "by a person", "людиною", "человеком";
        rejected_because: "Rejected: {}", "Відхилено: {}", "Отклонён: {}";
        evaluate: "Compare with the orders again", "Порівняти із замовленнями знову", "Сравнить с заказами снова";
        record: "Record", "Внести", "Внести";
    }
}

group! {
    /// The queue and the candidates.
    Review {
        title: "Payments to review", "Платежі на розбір", "Платежи на разбор";
        lead: "Say which order each payment is for.", "Вкажіть, за яке замовлення кожен платіж.", "Укажите, за какой заказ каждый платёж.";
        empty: "Everything is reviewed.", "Усе розібрано.", "Всё разобрано.";
        empty_do: "A payment comes here when the rules are not certain. Nothing to do now.", "Платіж потрапляє сюди, коли правила не певні. Зараз робити нічого.", "Платёж попадает сюда, когда правила не уверены. Сейчас делать нечего.";
        candidates: "Orders that may be meant", "Замовлення, які можуть підійти", "Заказы, которые могут подойти";
        no_candidates: "No order resembles this payment.", "Жодне замовлення не схоже на цей платіж.", "Ни один заказ не похож на этот платёж.";
        no_candidates_do: "Find the order by its number below, or reject the payment.", "Знайдіть замовлення за номером нижче або відхиліть платіж.", "Найдите заказ по номеру ниже или отклоните платёж.";
        suggested: "Suggested", "Пропонуємо", "Предлагаем";
        score: "Score {} of 100", "Оцінка {} зі 100", "Оценка {} из 100";
        debt: "owes {}", "борг {}", "долг {}";
        match_this: "Match", "Зіставити", "Сопоставить";
        match_long: "Match to order {}", "Зіставити із замовленням {}", "Сопоставить с заказом {}";
        match_other: "Match to another order", "Зіставити з іншим замовленням", "Сопоставить с другим заказом";
        order_number: "Order number", "Номер замовлення", "Номер заказа";
        reject: "Reject", "Відхилити", "Отклонить";
        reject_hint: "Not ours, a duplicate or a mistake.", "Не наш, дублікат або помилка.", "Не наш, дубликат или ошибка.";
        why_against: "Against", "Проти", "Против";
        split: "If it were split over the orders that it names:", "Якби розділити на названі замовлення:", "Если разделить на названные заказы:";
        compared: "Orders compared: {}", "Порівняно замовлень: {}", "Сравнено заказов: {}";
        cut: "More orders look alike than were compared. Check the number with the payer.", "Схожих замовлень більше, ніж порівняно. Уточніть номер у платника.", "Похожих заказов больше, чем сравнено. Уточните номер у плательщика.";
        own: "You recorded this payment, so somebody else matches it.", "Ви внесли цей платіж, тому зіставить його хтось інший.", "Вы внесли этот платёж, поэтому сопоставит его кто-то другой.";
        may_not: "A team lead decides; you can look.", "Вирішує керівник відділу; ви можете дивитися.", "Решает руководитель отдела; вы можете смотреть.";
        short_suggested: "Suggested", "Пропонуємо", "Предлагаем";
        short_ambiguous: "Ambiguous", "Неоднозначні", "Неоднозначные";
        short_contradiction: "Contradictions", "Суперечності", "Противоречия";
        short_unknown: "Unknown", "Невідомі", "Неизвестные";
        short_manual: "By hand", "Вручну", "Вручную";
        short_duplicate: "Duplicates", "Дублікати", "Дубликаты";
    }
}
