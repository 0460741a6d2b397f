//! What is done with parties: accounts, taxes, relations, duplicates.

use super::{Words, group};

group! {
    /// The pages on which a party is changed.
    PartyDesk {
        edit: "Change the particulars", "Змінити відомості", "Изменить сведения";
        identifiers: "Numbers in registers", "Номери в реєстрах", "Номера в реестрах";
        foreign_country: "Country of a foreign number", "Країна іноземного номера", "Страна иностранного номера";
        no_accounts: "No bank account is known.", "Банківських рахунків немає.", "Банковских счетов нет.";
        no_accounts_do: "Without one nobody knows where to pay: add it below.", "Без нього ніхто не знає, куди платити: додайте нижче.", "Без него никто не знает, куда платить: добавьте ниже.";
        add_account: "Add a bank account", "Додати банківський рахунок", "Добавить банковский счёт";
        account_number: "IBAN, or the Russian account number", "IBAN або російський номер рахунку", "IBAN или российский номер счёта";
        bic: "BIC of the Russian bank", "БІК російського банку", "БИК российского банка";
        bic_hint: "only with a Russian account", "лише для російського рахунку", "только для российского счёта";
        bank: "Bank", "Банк", "Банк";
        remove_account: "Remove", "Прибрати", "Убрать";
        remove_account_sure: "Remove the account {}? Nothing will be paid there any more.", "Прибрати рахунок {}? Туди більше не платитимуть.", "Убрать счёт {}? Туда больше не будут платить.";
        close_tax: "End", "Завершити", "Завершить";
        withdraw_tax: "Recorded by mistake", "Записано помилково", "Записана по ошибке";
        first_day_without: "First day without it", "Перший день без неї", "Первый день без неё";
        merge: "Merge a duplicate into it", "Приєднати дублікат", "Присоединить дубликат";
        merge_hint: "Everything of the duplicate counts for this party from now on. It cannot be undone.", "Усе, що має дублікат, відтепер належить цьому контрагенту. Скасувати не можна.", "Всё, что есть у дубликата, отныне относится к этому контрагенту. Отменить нельзя.";
        duplicate: "The duplicate", "Дублікат", "Дубликат";
        inherited: "Numbers that came with duplicates", "Номери від дублікатів", "Номера от дубликатов";
        none_inherited: "None came.", "Таких немає.", "Таких нет.";
        give_up: "Give up", "Відпустити", "Отпустить";
        change_relation: "Change", "Змінити", "Изменить";
        relation: "Relation", "Зв’язок", "Связь";
        relation_gone: "This relation does not hold any more.", "Цей зв’язок більше не діє.", "Эта связь больше не действует.";
        end_relation: "End it on a day", "Завершити з певного дня", "Завершить с определённого дня";
        change_share: "The share changed", "Частка змінилася", "Доля изменилась";
        change_share_hint: "The old share stays on record for the days before.", "Стара частка лишається для попередніх днів.", "Старая доля остаётся для предыдущих дней.";
        correct: "It was recorded wrongly", "Записано неправильно", "Записано неверно";
        void: "It never existed", "Його ніколи не було", "Его никогда не было";
        first_day: "First day", "Перший день", "Первый день";
        direction: "Direction", "Напрям", "Направление";
        other_acts: "the other owns or acts for this party", "інший володіє цим або діє за нього", "другой владеет этим или действует за него";
        this_acts: "this party owns or acts for the other", "цей володіє іншим або діє за нього", "этот владеет другим или действует за него";
        other: "The other party", "Інша сторона", "Другая сторона";
        share_hint: "for owners", "для власників", "для владельцев";
        level: "Power of the manager", "Повноваження керівника", "Полномочия управляющего";
        level_hint: "only for a manager", "лише для керівника", "только для управляющего";
        operator: "daily business", "щоденні справи", "ежедневные дела";
        admin: "budgets and people", "бюджети й люди", "бюджеты и люди";
        signatory: "signs", "підписує", "подписывает";
        basis: "Document", "Документ", "Документ";
        basis_kind: "Its kind", "Його вид", "Его вид";
        basis_kind_hint: "such as charter or power of attorney", "як-от статут чи довіреність", "например устав или доверенность";
        basis_number: "Its number", "Його номер", "Его номер";
        basis_day: "Its date", "Його дата", "Его дата";
        basis_country: "Under the law of", "За правом країни", "По праву страны";
        basis_foreign: "Why a foreign law", "Чому чуже право", "Почему чужое право";
        control_over: "Control begins above, %", "Контроль починається понад, %", "Контроль начинается свыше, %";
        control_over_hint: "half when empty", "порожньо: половина", "пусто: половина";
        statement: "Statement of account", "Акт звірки", "Акт сверки";
        statement_of: "Statement of account: {}", "Акт звірки: {}", "Акт сверки: {}";
        opening: "Balance before", "Залишок на початок", "Остаток на начало";
        closing: "Balance at the end", "Залишок на кінець", "Остаток на конец";
        owes_more: "Owes us more", "Більше винен нам", "Больше должен нам";
        owes_less: "Owes us less", "Менше винен нам", "Меньше должен нам";
        nothing_happened: "Nothing was billed or paid in these days.", "За ці дні нічого не виставлено й не сплачено.", "За эти дни ничего не выставлено и не оплачено.";
        nothing_happened_do: "Choose other days or another company.", "Оберіть інші дні або іншу компанію.", "Выберите другие дни или другую компанию.";
        statement_cut: "There are more documents than are shown. Choose fewer days.", "Документів більше, ніж показано. Оберіть менше днів.", "Документов больше, чем показано. Выберите меньше дней.";
        we_are_owed: "they owe us", "винні нам", "должны нам";
        we_owe: "we owe", "винні ми", "должны мы";
        settled_up: "nobody owes", "боргів немає", "долгов нет";
        difference: "Small difference", "Дрібна різниця", "Мелкая разница";
        payment: "Payment", "Платіж", "Платёж";
    }
}

impl Words {
    /// What a line of a statement of account is.
    pub(crate) fn statement_kind<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "DIFFERENCE" => self.party_desk.difference,
            "PAYMENT" => self.party_desk.payment,
            other => self.money_code(other),
        }
    }
}
