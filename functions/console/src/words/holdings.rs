//! Stock, assets, budgets, number series; and codes of these pages.

use super::{Words, group};

group! {
    /// What a company has and plans.
    Holdings {
        balances: "Balances", "Залишки", "Остатки";
        moves: "Stock moves", "Рух товару", "Движение товара";
        moves_empty: "Nothing has moved.", "Руху немає.", "Движений нет.";
        moves_empty_do: "Stock follows from facts: record a shipment, an arrival or a move.", "Рух випливає з фактів: запишіть відвантаження, прибуття або переміщення.", "Движение следует из фактов: запишите отгрузку, поступление или перемещение.";
        outside: "outside", "зовні", "снаружи";
        gone: "gone", "вибуло", "выбыло";
        location: "Where", "Де", "Где";
        new_asset: "Register an asset", "Зареєструвати актив", "Зарегистрировать актив";
        assets_empty: "No assets here.", "Активів тут немає.", "Активов здесь нет.";
        assets_empty_do: "Register what you lease, drive or live in.", "Зареєструйте те, що здаєте, водите чи займаєте.", "Зарегистрируйте то, что сдаёте, водите или занимаете.";
        asset_name: "Name", "Назва", "Название";
        inventory: "Inventory number", "Інвентарний номер", "Инвентарный номер";
        now: "Today", "Сьогодні", "Сегодня";
        next: "Next", "Далі", "Далее";
        free: "free", "вільний", "свободен";
        taken: "taken", "зайнятий", "занят";
        free_from: "Free from", "Вільний з", "Свободен с";
        free_until: "Until, not included", "До, не включно", "До, не включая";
        search_asset: "Name or inventory number", "Назва або інвентарний номер", "Название или инвентарный номер";
        calendar: "Calendar of the next 12 months", "Календар на 12 місяців", "Календарь на 12 месяцев";
        reservations: "When it is taken", "Коли зайнятий", "Когда занят";
        no_reservations: "It is not reserved.", "Не зарезервовано.", "Не зарезервирован.";
        no_reservations_do: "A signed lease reserves it by itself; reserve it for upkeep below.", "Підписана оренда резервує сама; для обслуговування зарезервуйте нижче.", "Подписанная аренда резервирует сама; для обслуживания зарезервируйте ниже.";
        reserve: "Reserve for upkeep", "Зарезервувати на обслуговування", "Зарезервировать на обслуживание";
        what_for: "What for", "Для чого", "Для чего";
        lease: "Lease", "Оренда", "Аренда";
        release: "Release", "Звільнити", "Освободить";
        free_again: "First free day", "Перший вільний день", "Первый свободный день";
        roles: "Who has it in which role", "Хто і в якій ролі", "Кто и в какой роли";
        no_roles: "Nobody has a role in it.", "Ролей немає.", "Ролей нет.";
        no_roles_do: "Add its owner below.", "Додайте власника нижче.", "Добавьте владельца ниже.";
        add_role: "Add a role", "Додати роль", "Добавить роль";
        end_role: "End", "Завершити", "Завершить";
        new_budget: "Open a budget", "Відкрити бюджет", "Открыть бюджет";
        budgets_empty: "No budgets here.", "Бюджетів тут немає.", "Бюджетов здесь нет.";
        budgets_empty_do: "Open one for a company and the days in which it spends.", "Відкрийте для компанії на дні, коли вона витрачає.", "Откройте для компании на дни, когда она тратит.";
        budget_name: "Name", "Назва", "Название";
        period: "Days", "Дні", "Дни";
        limit: "Limit", "Межа", "Предел";
        held: "Held", "Зарезервовано", "Зарезервировано";
        spent: "Spent", "Витрачено", "Потрачено";
        left: "Free", "Вільно", "Свободно";
        strictness: "At the limit", "На межі", "У предела";
        over: "over the limit", "понад межу", "сверх предела";
        closed: "closed", "закрито", "закрыт";
        used: "{} of {} held or spent", "{} з {} зарезервовано або витрачено", "{} из {} зарезервировано или потрачено";
        holds: "Money that is held", "Зарезервовані гроші", "Зарезервированные деньги";
        no_holds: "No money is held.", "Гроші не зарезервовано.", "Деньги не зарезервированы.";
        no_holds_do: "Hold some for a contract below.", "Зарезервуйте для договору нижче.", "Зарезервируйте для договора ниже.";
        spendings: "What was spent", "Що витрачено", "Что потрачено";
        no_spendings: "Nothing was spent. An invoice spends when it names the budget.", "Нічого не витрачено. Витрачає рахунок, що називає бюджет.", "Ничего не потрачено. Тратит счёт, который называет бюджет.";
        hold: "Hold money", "Зарезервувати гроші", "Зарезервировать деньги";
        held_for: "For which contract", "Для якого договору", "Для какого договора";
        release_money: "Release money", "Звільнити гроші", "Освободить деньги";
        release_rest: "Amount; all of it when empty", "Сума; порожньо: усе", "Сумма; пусто: всё";
        change_limit: "Change the limit", "Змінити межу", "Изменить предел";
        close_budget: "Close the budget", "Закрити бюджет", "Закрыть бюджет";
        expire_budget: "Free what is held: its days are over", "Звільнити резерви: його дні минули", "Освободить резервы: его дни прошли";
        obligation: "Obligation", "Зобов’язання", "Обязательство";
        series: "Number series", "Серії номерів", "Серии номеров";
        series_hint: "INV numbers invoices, ADV advances, CN credit notes, TAX tax invoices. A series of your own has a code of your own.", "INV нумерує рахунки, ADV аванси, CN коригування, TAX податкові накладні. Власна серія має власний код.", "INV нумерует счета, ADV авансы, CN корректировки, TAX счета-фактуры. Своя серия имеет свой код.";
        series_code: "Series", "Серія", "Серия";
        year: "Year", "Рік", "Год";
        prefix: "What stands before the number", "Що стоїть перед номером", "Что стоит перед номером";
        digits: "Digits", "Цифр", "Цифр";
        last: "Last number taken", "Останній узятий номер", "Последний взятый номер";
        none_taken: "none yet", "ще жодного", "ещё ни одного";
        next_number: "The next one will be", "Наступний буде", "Следующий будет";
        series_standard: "Nobody has said how these numbers are written; the usual form is used.", "Ніхто не казав, як писати ці номери; діє звичайна форма.", "Никто не сказал, как писать эти номера; действует обычная форма.";
        write_so: "Write them so", "Писати так", "Писать так";
        chart_of: "By age, {}", "За строками, {}", "По срокам, {}";
    }
}

group! {
    /// Names of codes.
    DeskCodes {
        everywhere: "Everything", "Усе", "Всё";
        commercial: "Trade", "Торгівля", "Торговля";
        production: "Production", "Виробництво", "Производство";
        logistics: "Stores", "Склади", "Склады";
        adjustment: "Write-offs", "Списання", "Списания";
        waybill: "Waybill", "Накладна", "Накладная";
        act: "Act", "Акт", "Акт";
        internal_act: "Internal act", "Внутрішній акт", "Внутренний акт";
        other: "Other", "Інше", "Другое";
        customs_declaration: "Declaration of goods", "Декларація на товари", "Декларация на товары";
        chestny_znak: "Chestny ZNAK marking", "Маркування «Чесний ЗНАК»", "Маркировка «Честный ЗНАК»";
        mercury: "Mercury veterinary certificate", "Ветеринарне свідоцтво «Меркурій»", "Ветеринарное свидетельство «Меркурий»";
        grain: "FGIS Zerno grain document", "Зерновий документ ФДІС «Зерно»", "Зерновой документ ФГИС «Зерно»";
        requested: "asked for", "запитано", "запрошен";
        issued: "valid", "чинний", "действует";
        redeemed: "used up", "погашено", "погашен";
        annulled: "withdrawn", "відкликано", "отозван";
        machine: "Machine", "Машина", "Машина";
        vehicle: "Vehicle", "Транспорт", "Транспорт";
        premises: "Premises", "Приміщення", "Помещение";
        land: "Land", "Земля", "Земля";
        owner: "Owner", "Власник", "Владелец";
        user: "Operator", "Користувач", "Оператор";
        custodian: "Custodian", "Зберігач", "Хранитель";
        insured_by: "Insurer", "Страховик", "Страховщик";
        managed_by: "Manager", "Керівник", "Управляющий";
        hard: "nothing passes", "нічого не проходить", "ничего не проходит";
        soft: "it is flagged", "позначається", "помечается";
        goods: "Goods", "Товар", "Товар";
        consulting: "Service: consulting", "Послуга: консультації", "Услуга: консультации";
        legal: "Service: law", "Послуга: право", "Услуга: право";
        accounting: "Service: accounting", "Послуга: бухгалтерія", "Услуга: бухгалтерия";
        advertising: "Service: advertising", "Послуга: реклама", "Услуга: реклама";
        marketing: "Service: marketing", "Послуга: маркетинг", "Услуга: маркетинг";
        engineering: "Service: engineering", "Послуга: інженерія", "Услуга: инженерия";
        design: "Service: design", "Послуга: дизайн", "Услуга: дизайн";
        information: "Service: software and data", "Послуга: програми й дані", "Услуга: программы и данные";
        licence: "Service: licence", "Послуга: ліцензія", "Услуга: лицензия";
        staff: "Service: staff", "Послуга: персонал", "Услуга: персонал";
        electronic: "Service: electronic", "Послуга: електронна", "Услуга: электронная";
        telecom: "Service: telecommunications", "Послуга: зв’язок", "Услуга: связь";
        immovables: "Work on land and buildings", "Роботи на нерухомості", "Работы на недвижимости";
        movables: "Work on movable things", "Роботи з рухомим майном", "Работы с движимым имуществом";
        culture: "Culture, education, sport", "Культура, освіта, спорт", "Культура, образование, спорт";
        transport: "Carriage", "Перевезення", "Перевозка";
        other_service: "Other service", "Інша послуга", "Другая услуга";
        lease_movable: "Lease of a machine", "Оренда машини", "Аренда машины";
        lease_vehicle: "Lease of a vehicle", "Оренда транспорту", "Аренда транспорта";
        lease_immovable: "Lease of land or premises", "Оренда землі чи приміщення", "Аренда земли или помещения";
        export: "Export", "Експорт", "Экспорт";
        import: "Import", "Імпорт", "Импорт";
        eaeu_export: "Out, within the EAEU", "Вивезення в межах ЄАЕС", "Вывоз в пределах ЕАЭС";
        eaeu_import: "In, within the EAEU", "Ввезення в межах ЄАЕС", "Ввоз в пределах ЕАЭС";
        step_party: "register the buyer", "реєстрація покупця", "регистрация покупателя";
        step_contract: "draft the contract", "складання договору", "составление договора";
        step_sign: "sign the contract", "підписання договору", "подписание договора";
        step_obligation: "note what is owed", "запис зобов’язання", "запись обязательства";
        step_fact: "record the delivery", "запис поставки", "запись поставки";
        step_draft: "draft the invoice", "складання рахунку", "составление счёта";
        step_issue: "issue the invoice", "виставлення рахунку", "выставление счёта";
        step_post: "post to the books", "проведення в обліку", "проведение в учёте";
        step_payment: "record the money", "запис грошей", "запись денег";
        step_reverse: "take money back", "сторнування грошей", "сторнирование денег";
        step_cancel: "cancel what was owed", "скасування зобов’язання", "отмена обязательства";
        step_terminate: "end the contract", "розірвання договору", "расторжение договора";
        why_missing: "something that it needs is not there yet", "бракує чогось потрібного", "не хватает чего-то нужного";
        why_closed: "the month or the book does not take it", "місяць або книга не приймає", "месяц или книга не принимает";
        why_tax: "the tax could not be worked out: look at tax registrations", "податок не визначено: перевірте податкові реєстрації", "налог не определён: проверьте налоговые регистрации";
        why_refused: "a rule refused it", "правило відмовило", "правило отказало";
    }
}

impl Words {
    /// A code of proofs, regulators' systems, assets, budgets, or a manager's power.
    pub(crate) fn desk_code<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.desk_codes;
        match code {
            "" => codes.everywhere,
            "COMMERCIAL" => codes.commercial,
            "PRODUCTION" => codes.production,
            "LOGISTICS" => codes.logistics,
            "FINANCE_ADJ" => codes.adjustment,
            "WAYBILL" => codes.waybill,
            "ACT" => codes.act,
            "INTERNAL_ACT" => codes.internal_act,
            "OTHER" => codes.other,
            "CUSTOMS_DECLARATION" => codes.customs_declaration,
            "CHESTNY_ZNAK" => codes.chestny_znak,
            "MERCURY_VSD" => codes.mercury,
            "FGIS_ZERNO" => codes.grain,
            "MACHINE" => codes.machine,
            "VEHICLE" => codes.vehicle,
            "PREMISES" => codes.premises,
            "LAND" => codes.land,
            "HARD" => codes.hard,
            "SOFT" => codes.soft,
            "OPERATOR" => self.party_desk.operator,
            "ADMIN" => self.party_desk.admin,
            "SIGNATORY" => self.party_desk.signatory,
            "export" => codes.export,
            "import" => codes.import,
            "eaeu-export" => codes.eaeu_export,
            "eaeu-import" => codes.eaeu_import,
            other => other,
        }
    }

    /// The status of a regulator's code.
    pub(crate) fn artifact_status<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.desk_codes;
        match code {
            "REQUESTED" => codes.requested,
            "ISSUED" => codes.issued,
            "REDEEMED" => codes.redeemed,
            "ANNULLED" => codes.annulled,
            other => other,
        }
    }

    /// The role that a party has in an asset.
    pub(crate) fn asset_role<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.desk_codes;
        match code {
            "OWNER" => codes.owner,
            "OPERATOR" => codes.user,
            "LESSEE" => self.trade_codes.lessee,
            "CUSTODIAN" => codes.custodian,
            "INSURED_BY" => codes.insured_by,
            "MANAGED_BY" => codes.managed_by,
            other => other,
        }
    }

    /// What is supplied, as a line of an obligation or an advance says.
    pub(crate) fn supply<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.desk_codes;
        match code {
            "goods" => codes.goods,
            "service:consulting" => codes.consulting,
            "service:legal" => codes.legal,
            "service:accounting" => codes.accounting,
            "service:advertising" => codes.advertising,
            "service:marketing" => codes.marketing,
            "service:engineering" => codes.engineering,
            "service:design" => codes.design,
            "service:information-technology" => codes.information,
            "service:licence" => codes.licence,
            "service:staff-supply" => codes.staff,
            "service:electronic" => codes.electronic,
            "service:telecommunications" => codes.telecom,
            "service:work-on-immovables" => codes.immovables,
            "service:work-on-movables" => codes.movables,
            "service:culture-and-education" => codes.culture,
            "service:transport" => codes.transport,
            "service:other" => codes.other_service,
            "lease:movable" => codes.lease_movable,
            "lease:vehicle" => codes.lease_vehicle,
            "lease:immovable" => codes.lease_immovable,
            other => other,
        }
    }

    /// The step of a sale that was refused, by the command that it sends.
    pub(crate) fn sale_step<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.desk_codes;
        match code.strip_prefix("commerce.").unwrap_or(code) {
            "register-party" => codes.step_party,
            "draft-contract" => codes.step_contract,
            "sign-contract" => codes.step_sign,
            "undertake-obligation" => codes.step_obligation,
            "record-fact" => codes.step_fact,
            "draft-invoice" => codes.step_draft,
            "issue-invoice" => codes.step_issue,
            "post-invoice" => codes.step_post,
            "record-payment" => codes.step_payment,
            "reverse-payment" => codes.step_reverse,
            "cancel-obligation" => codes.step_cancel,
            "terminate-contract" => codes.step_terminate,
            _ => code,
        }
    }

    /// Why a step was refused, as far as its code says what to look at.
    pub(crate) fn sale_refusal(&self, code: &str) -> &'static str {
        let codes = &self.desk_codes;
        let last = code.rsplit('.').next().unwrap_or_default();
        if last.contains("tax") || last.contains("registration") {
            codes.why_tax
        } else if last.contains("period") || last.contains("book") || last.contains("gate") {
            codes.why_closed
        } else if last.contains("not-found") || last.contains("missing") || last.contains("required") || last.contains("unknown") {
            codes.why_missing
        } else {
            codes.why_refused
        }
    }
}
