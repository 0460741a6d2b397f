//! Parties, contracts, fulfilment.

use super::{Words, group};

group! {
    /// Names of registers.
    Schemes {
        ru_inn: "INN", "ІПН", "ИНН";
        ru_kpp: "KPP", "КПП", "КПП";
        ru_ogrn: "OGRN", "ОГРН", "ОГРН";
        ru_okpo: "OKPO", "ОКПО", "ОКПО";
        ua_edrpou: "EDRPOU", "ЄДРПОУ", "ЕГРПОУ";
        ua_rnokpp: "RNOKPP", "РНОКПП", "РНОКПП";
        by_unp: "UNP", "УНП", "УНП";
        kz_bin: "BIN", "БІН", "БИН";
        foreign: "Foreign number", "Іноземний номер", "Иностранный номер";
    }
}

group! {
    /// Parties.
    Parties {
        new: "Register a party", "Зареєструвати контрагента", "Зарегистрировать контрагента";
        search_hint: "Name, tax number or telephone", "Назва, податковий номер або телефон", "Название, налоговый номер или телефон";
        empty: "No parties here.", "Контрагентів тут немає.", "Контрагентов здесь нет.";
        empty_do: "Register one, or search for another word.", "Зареєструйте або пошукайте за іншим словом.", "Зарегистрируйте или поищите другое слово.";
        own: "Own company", "Власна компанія", "Собственная компания";
        root: "Root of the own companies", "Головна власна компанія", "Головная собственная компания";
        own_companies: "Own companies", "Власні компанії", "Собственные компании";
        no_root: "No root of the own companies is named. Open the party that owns the others and name it.", "Головну компанію не визначено. Відкрийте контрагента, що володіє іншими, і визначте його.", "Головная компания не определена. Откройте контрагента, который владеет другими, и определите его.";
        frozen: "Frozen", "Заморожено", "Заморожен";
        frozen_because: "Frozen: {}. Nothing new may be agreed with it.", "Заморожено: {}. Нових угод не укладаємо.", "Заморожен: {}. Новых сделок не заключаем.";
        freeze: "Freeze", "Заморозити", "Заморозить";
        unfreeze: "Unfreeze", "Розморозити", "Разморозить";
        redirected: "The duplicate that you opened was merged into this party.", "Відкритий дублікат об’єднано з цим контрагентом.", "Открытый дубликат объединён с этим контрагентом.";
        kind: "Kind", "Вид", "Вид";
        name: "Name", "Назва", "Название";
        legal_name: "Full name in the register", "Повна назва за реєстром", "Полное название по реестру";
        country: "Country", "Країна", "Страна";
        country_hint: "two letters, such as UA", "дві літери, як UA", "две буквы, как UA";
        address: "Address", "Адреса", "Адрес";
        phone: "Telephone", "Телефон", "Телефон";
        identifiers: "Registers", "Реєстри", "Реестры";
        scheme: "Register", "Реєстр", "Реестр";
        number: "Number", "Номер", "Номер";
        accounts: "Bank accounts", "Банківські рахунки", "Банковские счета";
        registrations: "Tax registrations", "Податкові реєстрації", "Налоговые регистрации";
        no_registrations: "No tax registration is known.", "Податкових реєстрацій немає.", "Налоговых регистраций нет.";
        no_registrations_do: "Without one no tax can be calculated: add it below.", "Без неї податок не розрахувати: додайте нижче.", "Без неё налог не рассчитать: добавьте ниже.";
        add_registration: "Add a tax registration", "Додати податкову реєстрацію", "Добавить налоговую регистрацию";
        regime: "Regime", "Режим", "Режим";
        regime_hint: "such as general or usn-5", "наприклад general або usn-5", "например general или usn-5";
        certificate: "Certificate", "Свідоцтво", "Свидетельство";
        valid: "Valid", "Діє", "Действует";
        from_on: "from {}", "з {}", "с {}";
        until_on: "from {} until {}", "з {} до {}", "с {} до {}";
        current: "in force", "чинне", "действует";
        relations: "Owners and relations", "Власники та зв’язки", "Владельцы и связи";
        no_relations: "No relation on this day.", "На цей день зв’язків немає.", "На этот день связей нет.";
        no_relations_do: "Relate it to its owner below.", "Пов’яжіть із власником нижче.", "Свяжите с владельцем ниже.";
        relate: "Add an owner or relation", "Додати власника чи зв’язок", "Добавить владельца или связь";
        share: "Share, %", "Частка, %", "Доля, %";
        name_root: "Name it the root of the own companies", "Визначити головною власною компанією", "Определить головной собственной компанией";
        name_root_hint: "Every party in which it holds more than half becomes an own company with a book of its own.", "Кожен, де вона має понад половину, стає власною компанією зі своєю книгою.", "Каждый, где у неё больше половины, становится собственной компанией со своей книгой.";
        controlled: "controlled: {} %", "контроль: {} %", "контроль: {} %";
        owns: "owns", "володіє", "владеет";
        owned_by: "is owned by", "належить", "принадлежит";
        acts_for: "acts for", "діє за", "действует за";
        acted_by: "is represented by", "за нього діє", "за него действует";
        contracts: "Its contracts", "Договори з ним", "Договоры с ним";
    }
}

group! {
    /// Contracts.
    Contracts {
        new: "New contract", "Новий договір", "Новый договор";
        empty: "No contracts here.", "Договорів тут немає.", "Договоров здесь нет.";
        empty_do: "Draft one: choose its type, then who takes part.", "Створіть: оберіть тип, потім учасників.", "Создайте: выберите тип, затем участников.";
        one: "Contract {}", "Договір {}", "Договор {}";
        number: "Number", "Номер", "Номер";
        kind: "Type", "Тип", "Тип";
        choose_type: "The type decides who must take part.", "Тип визначає, хто бере участь.", "Тип определяет, кто участвует.";
        roles: "Who takes part", "Учасники", "Участники";
        role: "Role", "Роль", "Роль";
        primary: "Main", "Основна", "Основная";
        valid_from: "In force from", "Діє з", "Действует с";
        valid_until: "Until, not included", "До, не включно", "До, не включая";
        asset: "Asset", "Актив", "Актив";
        asset_hint: "only those that are free in these days", "лише вільні в ці дні", "только свободные в эти дни";
        no_asset: "No asset is free. Register one first.", "Вільних активів немає. Спочатку зареєструйте.", "Свободных активов нет. Сначала зарегистрируйте.";
        terms: "Terms", "Умови", "Условия";
        tax_included: "Prices include tax", "Ціни з податком", "Цены с налогом";
        tax_on_top: "Tax comes on top", "Податок понад ціну", "Налог сверх цены";
        recognition: "Revenue is recognised", "Дохід визнається", "Выручка признаётся";
        payment_days: "Days to pay", "Днів на оплату", "Дней на оплату";
        law: "Governing law", "Право", "Право";
        draft: "Save as draft", "Зберегти чернетку", "Сохранить черновик";
        steps: "How far it has come", "Як просувається", "Как продвигается";
        step_frame: "1. Frame", "1. Рамка", "1. Рамка";
        step_facts: "2. Fulfilment", "2. Виконання", "2. Исполнение";
        step_claim: "3. Claim", "3. Вимога", "3. Требование";
        step_money: "4. Money", "4. Гроші", "4. Деньги";
        not_signed: "Sign the contract first; then something can be delivered under it.", "Спочатку підпишіть договір; тоді за ним можна виконувати.", "Сначала подпишите договор; тогда по нему можно исполнять.";
        sign: "Sign", "Підписати", "Подписать";
        sign_hint: "Parties and terms are checked. A lease reserves its asset now.", "Перевіряються учасники й умови. Оренда резервує актив.", "Проверяются участники и условия. Аренда резервирует актив.";
        signed_on: "Signed on", "Підписано", "Подписан";
        terminate: "Terminate", "Розірвати", "Расторгнуть";
        terminated: "Terminated: {}", "Розірвано: {}", "Расторгнут: {}";
        versions: "Versions", "Версії", "Версии";
        version_of: "Version {}", "Версія {}", "Версия {}";
        obligations: "Obligations", "Зобов’язання", "Обязательства";
        no_obligations: "Nobody owes anything under it yet.", "За ним ще ніхто нічого не винен.", "По нему ещё никто ничего не должен.";
        no_obligations_do: "Add what is to be delivered, and until when.", "Додайте, що і до якого дня поставити.", "Добавьте, что и к какому дню поставить.";
        undertake: "Add an obligation", "Додати зобов’язання", "Добавить обязательство";
        from_to: "{} to {}", "{} для {}", "{} для {}";
        due: "Due", "Строк", "Срок";
        overdue: "Overdue", "Прострочено", "Просрочено";
        waive: "Waive", "Пробачити", "Простить";
        goods_or_work: "What", "Що", "Что";
        lines: "Lines", "Рядки", "Строки";
        code: "Code", "Код", "Код";
        item: "Name", "Назва", "Название";
        supply: "Supply", "Вид постачання", "Вид поставки";
        tax_code: "Tax code", "Податковий код", "Налоговый код";
        tax_code_hint: "A tax code is a marker such as standard or food-10, or ten digits of the commodity code.", "Податковий код: мітка, як standard чи food-10, або десять цифр товарного коду.", "Налоговый код: метка, как standard или food-10, либо десять цифр товарного кода.";
        quantity: "Quantity", "Кількість", "Количество";
        unit: "Unit", "Одиниця", "Единица";
        price: "Price", "Ціна", "Цена";
        record_fact: "Record what was done", "Записати виконання", "Записать исполнение";
        draft_invoice: "Draft an invoice", "Створити рахунок", "Создать счёт";
        nothing_billed: "No invoice yet.", "Рахунків ще немає.", "Счетов ещё нет.";
        nothing_billed_do: "Draft one from what was delivered and not billed.", "Створіть із поставленого й не виставленого.", "Создайте из поставленного и не выставленного.";
        no_money: "No money under this contract waits.", "Грошей за цим договором немає.", "Денег по этому договору нет.";
        no_money_do: "Payments appear from the bank statement, or record one by hand.", "Платежі приходять із виписки, або внесіть вручну.", "Платежи приходят из выписки, либо внесите вручную.";
        money_not_for_you: "Accountants see claims and money.", "Вимоги та гроші бачать бухгалтери.", "Требования и деньги видят бухгалтеры.";
    }
}

group! {
    /// Fulfilment.
    Facts {
        title: "Fulfilment", "Виконання", "Исполнение";
        empty: "Nothing has been recorded here.", "Тут ще нічого не записано.", "Здесь ещё ничего не записано.";
        empty_do: "Open a contract and record what was delivered or done.", "Відкрийте договір і запишіть поставлене чи зроблене.", "Откройте договор и запишите поставленное или сделанное.";
        one: "{} of {}", "{} від {}", "{} от {}";
        what: "What happened", "Що сталося", "Что произошло";
        between: "Between", "Між ким", "Между кем";
        occurred: "Happened on", "Дата події", "Дата события";
        posted_on: "Counts for", "Враховано", "Учтено";
        late: "Late", "Із запізненням", "С опозданием";
        unbilled: "Not billed", "Не виставлено", "Не выставлено";
        reversed: "Taken back", "Сторновано", "Сторнировано";
        reversal: "Takes back", "Сторно", "Сторно";
        document: "Paper", "Документ", "Документ";
        contract: "Contract", "Договір", "Договор";
        recognised: "Recognised", "Визнано", "Признано";
        lines: "Lines", "Рядки", "Строки";
        billed: "Billed", "Виставлено", "Выставлено";
        open: "Open", "Залишок", "Остаток";
        still_owed: "Still owed", "Ще винні", "Ещё должны";
        cost: "Unit cost", "Собівартість", "Себестоимость";
        from: "From where", "Звідки", "Откуда";
        to: "To where", "Куди", "Куда";
        proofs: "Proofs", "Підтвердження", "Подтверждения";
        no_proofs: "No proof is attached.", "Підтверджень немає.", "Подтверждений нет.";
        intercompany: "Between own companies", "Між власними", "Между собственными";
        reverse: "Take back", "Сторнувати", "Сторнировать";
        reverse_hint: "A correcting fact is recorded; what was billed must be credited first.", "Буде записано коригувальний факт; виставлене спочатку треба скоригувати.", "Будет записан корректирующий факт; выставленное сначала нужно скорректировать.";
        nothing_open: "Nothing is owed any more. Add an obligation first.", "Боргів за договором більше немає. Спочатку додайте зобов’язання.", "Долгов по договору больше нет. Сначала добавьте обязательство.";
        record: "Record", "Записати", "Записать";
        all: "All", "Усі", "Все";
    }
}

group! {
    /// Names of codes.
    TradeCodes {
        holding: "Holding", "Холдинг", "Холдинг";
        legal_entity: "Legal entity", "Юридична особа", "Юридическое лицо";
        entrepreneur: "Entrepreneur", "Підприємець", "Предприниматель";
        farm: "Farm", "Фермерське господарство", "Фермерское хозяйство";
        management_company: "Management company", "Керуюча компанія", "Управляющая компания";
        bank: "Bank", "Банк", "Банк";
        insurer: "Insurer", "Страховик", "Страховщик";
        person: "Person", "Фізична особа", "Физическое лицо";
        subsidiary_of: "Share in a company", "Частка в компанії", "Доля в компании";
        host_subsidiary: "Share in an own company", "Частка у власній компанії", "Доля в собственной компании";
        manages: "Manages", "Керує", "Управляет";
        agent_of: "Agent", "Агент", "Агент";
        attorney_of: "Attorney", "Повірений", "Поверенный";
        guarantor_of: "Guarantor", "Поручитель", "Поручитель";
        insurer_of: "Insures", "Страхує", "Страхует";
        beneficial: "Beneficial owner", "Кінцевий власник", "Конечный владелец";
        consulting: "Consulting", "Консультування", "Консультирование";
        sale_of_goods: "Sale of goods", "Продаж товарів", "Продажа товаров";
        equipment_lease: "Equipment lease", "Оренда обладнання", "Аренда оборудования";
        service_sla: "Service", "Обслуговування", "Обслуживание";
        seller: "Seller", "Продавець", "Продавец";
        buyer: "Buyer", "Покупець", "Покупатель";
        lessor: "Lessor", "Орендодавець", "Арендодатель";
        lessee: "Lessee", "Орендар", "Арендатор";
        agent: "Agent", "Агент", "Агент";
        principal: "Principal", "Принципал", "Принципал";
        payer: "Payer", "Платник", "Плательщик";
        beneficiary: "Beneficiary", "Отримувач коштів", "Получатель средств";
        draft: "Draft", "Чернетка", "Черновик";
        signed: "Signed", "Підписано", "Подписан";
        expired: "Expired", "Строк минув", "Истёк";
        terminated: "Terminated", "Розірвано", "Расторгнут";
        on_shipment: "on shipment", "при відвантаженні", "при отгрузке";
        on_transfer: "on transfer of title", "при переході власності", "при переходе собственности";
        over_time: "over time", "протягом часу", "в течение времени";
        deliver: "Deliver", "Поставити", "Поставить";
        pay: "Pay", "Заплатити", "Заплатить";
        perform: "Perform", "Виконати", "Выполнить";
        open: "Open", "Відкрите", "Открыто";
        partial: "Partly done", "Частково", "Частично";
        fulfilled: "Fulfilled", "Виконано", "Исполнено";
        waived: "Waived", "Пробачено", "Прощено";
        cancelled: "Cancelled", "Скасовано", "Отменено";
        breached: "Breached", "Порушено", "Нарушено";
        goods_shipment: "Goods shipped", "Відвантаження товару", "Отгрузка товара";
        service_act: "Service rendered", "Акт послуг", "Акт услуг";
        lease_usage: "Lease used", "Користування орендою", "Пользование арендой";
        material: "Material used", "Витрата матеріалу", "Расход материала";
        harvest: "Harvest", "Врожай", "Урожай";
        transfer: "Moved between stores", "Переміщення", "Перемещение";
        arrival: "Arrival", "Прибуття", "Поступление";
        write_off: "Write-off", "Списання", "Списание";
        goods: "Goods", "Товар", "Товар";
        service: "Service", "Послуга", "Услуга";
        lease: "Lease", "Оренда", "Аренда";
        price_basis: "prices", "ціни", "цены";
        roles: "who takes part", "учасники", "участники";
        validity: "validity", "строк дії", "срок действия";
        payment_days: "days to pay", "строк оплати", "срок оплаты";
        other_terms: "other terms", "інші умови", "прочие условия";
    }
}

impl Words {
    /// A code of parties, contracts or fulfilment.
    pub(crate) fn trade<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.trade_codes;
        match code {
            "HOLDING" => codes.holding,
            "LEGAL_ENTITY" => codes.legal_entity,
            "ENTREPRENEUR" => codes.entrepreneur,
            "FARM" => codes.farm,
            "MANAGEMENT_COMPANY" => codes.management_company,
            "BANK" => codes.bank,
            "INSURER" => codes.insurer,
            "PERSON" => codes.person,
            "SUBSIDIARY_OF" => codes.subsidiary_of,
            "HOST_SUBSIDIARY" => codes.host_subsidiary,
            "MANAGES" => codes.manages,
            "AGENT_OF" => codes.agent_of,
            "ATTORNEY_OF" => codes.attorney_of,
            "GUARANTOR_OF" => codes.guarantor_of,
            "INSURER_OF" => codes.insurer_of,
            "BENEFICIAL_OWNER_OF" => codes.beneficial,
            "CONSULTING" => codes.consulting,
            "SALE_OF_GOODS" => codes.sale_of_goods,
            "EQUIPMENT_LEASE" => codes.equipment_lease,
            "SERVICE_SLA" => codes.service_sla,
            "DRAFT" => codes.draft,
            "SIGNED" => codes.signed,
            "EXPIRED" => codes.expired,
            "TERMINATED" => codes.terminated,
            other => self.trade_more(other),
        }
    }

    fn trade_more<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.trade_codes;
        match code {
            "SELLER" => codes.seller,
            "BUYER" => codes.buyer,
            "LESSOR" => codes.lessor,
            "LESSEE" => codes.lessee,
            "AGENT" => codes.agent,
            "PRINCIPAL" => codes.principal,
            "PAYER" => codes.payer,
            "BENEFICIARY" => codes.beneficiary,
            "ON_SHIPMENT" => codes.on_shipment,
            "ON_TRANSFER" => codes.on_transfer,
            "OVER_TIME" => codes.over_time,
            "DELIVER" => codes.deliver,
            "PAY" => codes.pay,
            "PERFORM" => codes.perform,
            "OPEN" => codes.open,
            "PARTIAL" => codes.partial,
            "FULFILLED" => codes.fulfilled,
            "WAIVED" => codes.waived,
            "CANCELLED" => codes.cancelled,
            "BREACHED" => codes.breached,
            "GOODS_SHIPMENT" => codes.goods_shipment,
            "SERVICE_ACT" => codes.service_act,
            "LEASE_USAGE" => codes.lease_usage,
            "MATERIAL_CONSUMPTION" => codes.material,
            "HARVEST" => codes.harvest,
            "INTERNAL_TRANSFER" => codes.transfer,
            "ARRIVAL" => codes.arrival,
            "WRITE_OFF" => codes.write_off,
            "goods" => codes.goods,
            "service" => codes.service,
            "lease" => codes.lease,
            "price-basis" => codes.price_basis,
            "roles" => codes.roles,
            "validity" => codes.validity,
            "payment-days" => codes.payment_days,
            "recognition" | "small-difference" | "third-party-payers" | "governing-law" | "regulatory-profile" => codes.other_terms,
            other => other,
        }
    }

    /// The name of a register.
    pub(crate) fn scheme<'a>(&self, code: &'a str) -> &'a str {
        let words = &self.schemes;
        match code {
            "RU_INN" => words.ru_inn,
            "RU_KPP" => words.ru_kpp,
            "RU_OGRN" | "RU_OGRNIP" => words.ru_ogrn,
            "RU_OKPO" => words.ru_okpo,
            "UA_EDRPOU" => words.ua_edrpou,
            "UA_RNOKPP" => words.ua_rnokpp,
            "BY_UNP" => words.by_unp,
            "KZ_BIN" => words.kz_bin,
            "FOREIGN" => words.foreign,
            other => other,
        }
    }
}
