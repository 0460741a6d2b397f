//! Profitability: orders, estimates, prices; and the names of its codes and those of approvals.

use super::{Words, group};

group! {
    /// Orders, estimates, prices and messages.
    Margin {
        title: "Profitability", "Рентабельність", "Рентабельность";
        dashboard: "My orders", "Мої замовлення", "Мои заказы";
        shipments: "Orders", "Замовлення", "Заказы";
        estimates: "Estimates", "Кошториси", "Локальные сметы";
        prices: "Planned costs", "Планова собівартість", "Плановая себестоимость";
        rates: "Exchange rates", "Курси валют", "Курсы валют";
        messages: "Accounting messages", "Повідомлення обліку", "Сообщения учёта";
        number: "Number", "Номер", "Номер";
        order: "Order", "Замовлення", "Заказ";
        one_order: "Order {}", "Замовлення {}", "Заказ {}";
        estimate: "Estimate", "Кошторис", "Локальная смета";
        one_estimate: "Estimate {}", "Кошторис {}", "Локальная смета {}";
        open_estimate: "open", "відкрити", "открыть";
        client: "Client", "Клієнт", "Клиент";
        strategic: "Strategic client", "Стратегічний клієнт", "Стратегический клиент";
        note_client: "Change what is allowed", "Змінити дозволене", "Изменить допуск";
        manager: "Manager", "Менеджер", "Менеджер";
        source: "Entered by", "Як внесено", "Как внесён";
        touched: "Last change", "Остання зміна", "Последнее изменение";
        margins: "Margins against the plan", "Рентабельність проти плану", "Рентабельность против плана";
        bars_hint: "The dashed line is the plan. A bar that does not reach it is red.", "Пунктир позначає план. Смужка, що не досягає плану, червона.", "Пунктир показывает план. Полоса, которая не достигает плана, красная.";
        against_plan: "The dashed line is the plan, {}", "Пунктир позначає план, {}", "Пунктир показывает план, {}";
        order_alone: "Order", "Замовлення", "Заказ";
        cumulative: "Cumulative", "Накопичена", "Накопленная";
        remainder: "Remainder", "Залишок", "Остаток";
        points: "{} p.p.", "{} в. п.", "{} п. п.";
        figures: "Margins", "Рентабельність", "Рентабельность";
        plan: "Plan", "План", "План";
        fact: "Fact", "Факт", "Факт";
        plan_and_fact: "Plan and fact", "План і факт", "План и факт";
        plan_changed: "changes of the plan: {}", "змін плану: {}", "изменений плана: {}";
        plan_changes: "Changes of the plan", "Зміни плану", "Изменения плана";
        deviation: "Below the plan by", "Нижче плану на", "Ниже плана на";
        deviation_from: "Below the plan from, p.p.", "Нижче плану від, в. п.", "Ниже плана от, п. п.";
        deviation_to: "Below the plan to, p.p.", "Нижче плану до, в. п.", "Ниже плана до, п. п.";
        lenient: "By the larger of two", "За більшим із двох", "По большему из двух";
        strict: "By the smaller of two", "За меншим із двох", "По меньшему из двух";
        total: "Total without VAT", "Сума без ПДВ", "Сумма без НДС";
        total_of: "{} in total", "разом {}", "всего {}";
        controlled: "Of it under control", "З неї під контролем", "Из неё под контролем";
        shortfall: "Earned less than planned", "Недоотримано проти плану", "Недополучено против плана";
        lost_short: "{} less than planned", "на {} менше за план", "на {} меньше плана";
        cost_age: "Age of the costs", "Вік собівартості", "Возраст себестоимости";
        calculated: "Calculated", "Пораховано", "Рассчитано";
        days: "{} d", "{} дн.", "{} дн.";
        loss_making: "The order itself loses money.", "Саме замовлення збиткове.", "Сам заказ убыточен.";
        whole_order: "Whole order", "Усе замовлення", "Весь заказ";
        line_of: "line {}", "рядок {}", "строка {}";
        goods: "Goods", "Товар", "Товар";
        quantity: "Quantity", "Кількість", "Количество";
        price: "Price", "Ціна", "Цена";
        price_and_estimate: "Price; in the estimate", "Ціна; у кошторисі", "Цена; в смете";
        price_or_estimate: "Price; the estimate’s when empty", "Ціна; порожньо: з кошторису", "Цена; пусто: из сметы";
        minimum: "Minimum", "Мінімум", "Минимум";
        cost: "Cost", "Собівартість", "Себестоимость";
        cost_missing: "no cost", "немає собівартості", "нет себестоимости";
        margin: "Margin", "Рентабельність", "Рентабельность";
        amount: "Amount", "Сума", "Сумма";
        lost: "Lost", "Втрачено", "Потеряно";
        lines: "Lines", "Рядки", "Строки";
        line: "Line", "Рядок", "Строка";
        too_many_lines: "The order has more lines than a form takes, {}. Change it in the accounting system.", "У замовленні більше рядків, ніж уміщає форма, {}. Змініть його в обліковій системі.", "В заказе больше строк, чем вмещает форма, {}. Измените его в учётной системе.";
        lines_of: "Lines of {}", "Рядки {}", "Строки {}";
        lines_count: "lines: {}", "рядків: {}", "строк: {}";
        no_lines: "No lines.", "Рядків немає.", "Строк нет.";
        non_liquid: "sold off", "розпродаж", "неликвид";
        unit: "Business unit", "Бізнес-одиниця", "Бизнес-единица";
        units: "Business units", "Бізнес-одиниці", "Бизнес-единицы";
        not_judged: "not calculated yet", "ще не пораховано", "ещё не рассчитано";
        proposal_open: "an answer is wanted", "потрібна відповідь", "нужен ответ";
        valid_until: "valid until {}", "діє до {}", "действует до {}";
        revoked_times: "annulled: {}", "анульовано разів: {}", "аннулировано раз: {}";
        revocations: "Annulled", "Анульовано", "Аннулировано";
        violations_of: "violations: {}", "порушень: {}", "нарушений: {}";
        shipments_empty: "No orders here.", "Замовлень тут немає.", "Заказов здесь нет.";
        shipments_empty_do: "Open an estimate and make an order under it.", "Відкрийте кошторис і створіть замовлення.", "Откройте смету и создайте заказ.";
        more: "Show all of them", "Показати всі", "Показать все";
        what_if: "What if", "Що, якщо", "Что, если";
        what_if_where: "What if: under which estimate", "Що, якщо: за яким кошторисом", "Что, если: по какой смете";
        what_if_under: "What if, estimate {}", "Що, якщо, кошторис {}", "Что, если, смета {}";
        what_if_hint: "Nothing is written down: the lines are judged as if they were ordered.", "Нічого не записується: рядки рахуються, наче їх замовлено.", "Ничего не записывается: строки считаются, будто их заказали.";
        what_if_other: "Try other lines", "Спробувати інші рядки", "Попробовать другие строки";
        judge: "Calculate", "Порахувати", "Рассчитать";
        passes: "It passes without a person.", "Проходить без погодження людиною.", "Проходит без согласования человеком.";
        does_not_pass: "A person must approve it.", "Потрібне погодження людиною.", "Нужно согласование человеком.";
        not_enough: "Line {}: only {} is left.", "Рядок {}: залишилося лише {}.", "Строка {}: осталось только {}.";
        passing_price: "Price that passes", "Ціна, що проходить", "Проходная цена";
        passing_hint: "One of these prices is enough, while the others stay as they are.", "Досить однієї з цих цін, якщо решта без змін.", "Достаточно одной из этих цен при прочих без изменений.";
        new_order: "New order", "Нове замовлення", "Новый заказ";
        order_under: "New order under estimate {}", "Нове замовлення за кошторисом {}", "Новый заказ по смете {}";
        left: "{} left", "залишок {}", "остаток {}";
        revise: "Change the lines", "Змінити рядки", "Изменить строки";
        revising_annuls: "The order is approved. Changing its lines annuls the approval.", "Замовлення погоджено. Зміна рядків анулює погодження.", "Заказ согласован. Изменение строк аннулирует согласование.";
        submit: "Submit for approval", "Подати на погодження", "Подать на согласование";
        justification: "Justification", "Обґрунтування", "Обоснование";
        justification_hint: "From 1.00 p.p. below the plan say why: at least 50 telling characters.", "Від 1,00 в. п. нижче плану поясніть чому: щонайменше 50 змістовних знаків.", "От 1,00 п. п. ниже плана объясните почему: не менее 50 содержательных знаков.";
        emergency: "Emergency", "Екстрено", "Экстренно";
        emergency_hint: "somebody allowed it, or will, outside of the system", "хтось дозволив або дозволить поза системою", "кто-то разрешил или разрешит вне системы";
        withdraw: "Withdraw", "Відкликати", "Отозвать";
        await_stock: "Wait for stock", "Чекати на товар", "Ждать товар";
        reopen: "Take it up again", "Відновити", "Возобновить";
        cancel: "Cancel the order", "Скасувати замовлення", "Отменить заказ";
        close_partially: "Close what is shipped, drop the rest", "Закрити відвантажене, решту зняти", "Закрыть отгруженное, остальное снять";
        hand_over: "Hand over to the warehouse", "Передати на склад", "Передать на склад";
        hand_over_hint: "From then on nothing annuls the approval.", "Відтоді погодження ніщо не анулює.", "С этого момента согласование ничто не аннулирует.";
        handed_over: "Handed over", "Передано", "Передано";
        confirm_hand_over: "The warehouse has it", "Склад прийняв", "Склад принял";
        reference: "Document of the warehouse", "Документ складу", "Документ склада";
        confirmed: "confirmed", "підтверджено", "подтверждено";
        not_confirmed: "not confirmed yet", "ще не підтверджено", "ещё не подтверждено";
        approval: "Approval", "Погодження", "Согласование";
        refusal: "Why it was refused", "Чому відмовлено", "Почему отказано";
        proposal: "Proposal of the approver", "Пропозиція того, хто погоджує", "Предложение согласующего";
        prices_proposed: "It passes at these prices.", "Пройде за цими цінами.", "Пройдёт по этим ценам.";
        drop_proposed: "It passes without these lines.", "Пройде без цих рядків.", "Пройдёт без этих строк.";
        accept: "Accept", "Прийняти", "Принять";
        decline: "Decline", "Відхилити", "Отклонить";
        postings: "Shipments and returns", "Відвантаження й повернення", "Отгрузки и возвраты";
        shipped_lines: "Lines: revenue − cost", "Рядки: виручка − собівартість", "Строки: выручка − себестоимость";
        returned: "returned {}", "повернено {}", "возвращено {}";
        judgements: "Calculations", "Розрахунки", "Расчёты";
        judgement_of: "Calculation of order {}", "Розрахунок замовлення {}", "Расчёт заказа {}";
        behind: "What the percentages are made of", "З чого складаються відсотки", "Из чего складываются проценты";
        shipped: "Shipped", "Відвантажено", "Отгружено";
        revenue: "Revenue", "Виручка", "Выручка";
        cost_of: "Its cost", "Її собівартість", "Её себестоимость";
        exact_margin: "Margin exactly", "Рентабельність точно", "Рентабельность точно";
        exact_deviation: "Deviation exactly", "Відхилення точно", "Отклонение точно";
        fulfilment: "Fulfilled", "Виконано", "Исполнено";
        pending: "Orders waiting", "Замовлень чекає", "Заказов ждёт";
        many_pending: "Many orders wait for a decision: {}.", "Багато замовлень чекає на рішення: {}.", "Много заказов ждёт решения: {}.";
        advisory: "low plan", "низький план", "низкий план";
        new_estimate: "New estimate", "Новий кошторис", "Новая смета";
        client_or_code: "Client, or their code in the accounting system", "Клієнт або його код в обліковій системі", "Клиент или его код в учётной системе";
        client_name: "Client’s name", "Назва клієнта", "Название клиента";
        client_name_hint: "where the client is not known yet", "якщо клієнт ще невідомий", "если клиент ещё не известен";
        from_day: "From", "З", "С";
        plan_hint: "empty: what the lines give", "порожньо: за рядками", "пусто: по строкам";
        pasted: "Lines, pasted from a spreadsheet", "Рядки, вставлені з таблиці", "Строки, вставленные из таблицы";
        pasted_hint: "Columns: article, name, quantity, price without VAT. A fifth one, “yes” or “no”, says what is sold off; only an administrator may. Costs come from the planned costs.", "Стовпці: артикул, назва, кількість, ціна без ПДВ. П’ятий, «так» або «ні», каже, що розпродається; це може лише адміністратор. Собівартість береться з планової.", "Столбцы: артикул, название, количество, цена без НДС. Пятый, «да» или «нет», говорит, что неликвид; это может только администратор. Себестоимость берётся из плановой.";
        article: "Article", "Артикул", "Артикул";
        goods_name: "Name", "Назва", "Название";
        pasted_columns: "four columns are wanted, {} are there", "потрібно чотири стовпці, є {}", "нужно четыре столбца, есть {}";
        pasted_twice: "stands in line {} already", "уже є в рядку {}", "уже есть в строке {}";
        pasted_flag: "neither “yes” nor “no”", "ні «так», ні «ні»", "ни «да», ни «нет»";
        pasted_too_many: "more than {} lines", "більше рядків, ніж {}", "строк больше, чем {}";
        estimates_empty: "No estimates here.", "Кошторисів тут немає.", "Смет здесь нет.";
        estimates_empty_do: "They come from the accounting system.", "Вони надходять з облікової системи.", "Они приходят из учётной системы.";
        renewals: "renewed {}, extended {}", "поновлено {}, подовжено {}", "продлено {}, отсрочено {}";
        worst_lines: "Lines with the lowest margins", "Рядки з найнижчою рентабельністю", "Строки с самой низкой рентабельностью";
        available: "Still available", "Ще доступно", "Ещё доступно";
        orders_of: "Orders that hold goods", "Замовлення, що тримають товар", "Заказы, которые держат товар";
        no_orders: "None.", "Немає.", "Нет.";
        take_lease: "Edit it alone", "Редагувати одноосібно", "Редактировать единолично";
        lease_hint: "For 5 minutes nobody else changes it.", "5 хвилин ніхто інший не змінює.", "5 минут никто другой не меняет.";
        prolong_lease: "Take 5 minutes more", "Взяти ще 5 хвилин", "Взять ещё 5 минут";
        release_lease: "Let others edit", "Дати редагувати іншим", "Дать редактировать другим";
        break_lease: "Take the editor’s place away", "Забрати місце редактора", "Забрать место редактора";
        edited_by: "{} edits it until {}", "{} редагує до {}", "{} редактирует до {}";
        runs_out: "runs out soon", "скоро спливе", "скоро истечёт";
        change_plan: "Change the plan", "Змінити план", "Изменить план";
        change_plan_hint: "Orders that wait or are approved are calculated again.", "Замовлення, що чекають або погоджені, буде перераховано.", "Заказы, которые ждут или согласованы, будут пересчитаны.";
        plan_percent: "Plan, %", "План, %", "План, %";
        renew: "Renew", "Поновити", "Продлить";
        until_day: "Until, not included", "До, не включно", "До, не включительно";
        extend: "Extend for late goods", "Подовжити через пізній товар", "Отсрочить из-за позднего товара";
        arrives_on: "Arrives on", "Надійде", "Поступит";
        close_estimate: "Close the estimate", "Закрити кошторис", "Закрыть смету";
        cancel_estimate: "Cancel the estimate", "Скасувати кошторис", "Отменить смету";
        product: "Product", "Товар", "Товар";
        method: "How it is known", "Звідки відома", "Откуда известна";
        revision: "To be calculated again", "Перерахувати", "Пересчитать";
        revise_by: "by {}", "до {}", "до {}";
        prices_empty: "No planned costs here.", "Планової собівартості тут немає.", "Плановой себестоимости здесь нет.";
        prices_empty_do: "Publish one, or wait for the accounting system.", "Опублікуйте або дочекайтеся облікової системи.", "Опубликуйте или дождитесь учётной системы.";
        publish: "Publish a cost", "Опублікувати собівартість", "Опубликовать себестоимость";
        calculated_on: "Calculated on", "Пораховано", "Рассчитана";
        valid_from: "Valid from", "Діє з", "Действует с";
        record_purchase: "Record a purchase", "Записати закупівлю", "Записать закупку";
        calculate: "Calculate from purchases", "Порахувати із закупівель", "Рассчитать по закупкам";
        factor: "Factor of the country", "Коефіцієнт країни", "Коэффициент страны";
        factor_hint: "transport and customs: 1 to 10", "транспорт і митниця: від 1 до 10", "транспорт и таможня: от 1 до 10";
        ask_revision: "Ask for another calculation", "Попросити перерахунок", "Запросить пересчёт";
        trigger: "Why", "Чому", "Почему";
        versions: "Versions", "Версії", "Версии";
        purchases: "Purchases", "Закупівлі", "Закупки";
        no_purchases: "No purchases yet.", "Закупівель ще немає.", "Закупок ещё нет.";
        rate: "Rate", "Курс", "Курс";
        moved_on: "Last large move", "Остання велика зміна", "Последнее большое изменение";
        spreading: "revisions are being asked for", "запитуємо перерахунки", "запрашиваем пересчёты";
        record_rate: "Record a rate", "Записати курс", "Записать курс";
        rates_empty: "No rates are recorded.", "Курсів не записано.", "Курсов не записано.";
        rates_empty_do: "They come once a day from the accounting system.", "Вони надходять раз на день з облікової системи.", "Они приходят раз в день из учётной системы.";
        message: "Message", "Повідомлення", "Сообщение";
        messages_hint: "A parked message waits for what it is about; it is tried by itself and by hand.", "Відкладене повідомлення чекає на свій предмет; його пробують автоматично та вручну.", "Отложенное сообщение ждёт своего предмета; его пробуют автоматически и вручную.";
        messages_empty: "No messages here.", "Повідомлень тут немає.", "Сообщений здесь нет.";
        messages_empty_do: "Nothing waits for a person.", "Ніщо не чекає на людину.", "Ничто не ждёт человека.";
        retried_at: "tried again {}", "нова спроба {}", "новая попытка {}";
        why: "Why", "Чому", "Почему";
        as_it_came: "As it came", "Як надійшло", "Как пришло";
    }
}

/// One group of names, and the word of each code.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $field:ident, $method:ident { $($code:literal = $key:ident: $en:literal, $uk:literal, $ru:literal;)* }) => {
        group! { $(#[$doc])* $name { $($key: $en, $uk, $ru;)* } }

        impl Words {
            $(#[$doc])*
            pub(crate) fn $method<'a>(&self, code: &'a str) -> &'a str {
                match code {
                    $($code => self.$field.$key,)*
                    other => other,
                }
            }
        }
    };
}

codes! {
    /// The names of codes of profitability and approvals; the code where it is not known yet.
    MarginCodes, margin_codes, margin_code {
        "draft" = draft: "Draft", "Чернетка", "Черновик";
        "awaiting-stock" = awaiting_stock: "Waits for stock", "Чекає на товар", "Ждёт товар";
        "pending-approval" = pending_approval: "Waits for approval", "На погодженні", "На согласовании";
        "pending" = pending: "Waits for approval", "На погодженні", "На согласовании";
        "partially-approved" = partially_approved: "Partly approved", "Погоджено частково", "Согласован частично";
        "rejected" = rejected: "Refused", "Відмовлено", "Отказано";
        "approval-expired" = approval_expired: "Approval ran out", "Погодження спливло", "Согласование истекло";
        "approved" = approved: "Approved", "Погоджено", "Согласован";
        "unapproved" = unapproved: "Shipped without approval", "Відвантажено без погодження", "Отгружен без согласования";
        "in-progress" = in_progress: "Being shipped", "Відвантажується", "Отгружается";
        "fulfilled" = fulfilled: "Fulfilled", "Виконано", "Исполнен";
        "partially-closed" = partially_closed: "Partly closed", "Закрито частково", "Закрыт частично";
        "overdue" = overdue: "Overdue", "Прострочено", "Просрочен";
        "cancelled" = cancelled: "Cancelled", "Скасовано", "Отменён";
        "active" = active: "Active", "Діє", "Действует";
        "expired" = expired: "Expired", "Строк минув", "Истекла";
        "closed" = closed: "Closed", "Закрито", "Закрыта";
        "manual" = manual: "By hand", "Вручну", "Вручную";
        "edi" = edi: "Client’s system", "Система клієнта", "Система клиента";
        "auto" = auto: "Automatic", "Автоматично", "Автоматически";
        "rbu" = rbu: "Head of the unit", "Керівник БО", "РБЮ";
        "drp" = drp: "Sales director", "Директор дирекції продажу", "ДРП";
        "dp" = dp: "Commercial director", "Комерційний директор", "ДП";
        "gd" = gd: "General director", "Генеральний директор", "ГД";
        "fd" = fd: "Finance director", "Фінансовий директор", "ФД";
        "deputy" = deputy: "Deputy only", "Лише заступник", "Только заместитель";
        "P1" = p1: "Priority 1", "Пріоритет 1", "Приоритет 1";
        "P2" = p2: "Priority 2", "Пріоритет 2", "Приоритет 2";
        "judged" = judged: "Under control", "Під контролем", "Под контролем";
        "exempt" = exempt: "Everything is sold off: outside of control", "Усе розпродаж: поза контролем", "Всё неликвид: вне контроля";
        "blocked" = blocked: "It cannot be calculated", "Неможливо порахувати", "Невозможно рассчитать";
        "price-zero" = price_zero: "the price is zero", "ціна нульова", "цена нулевая";
        "cost-missing" = cost_missing: "nobody knows the cost", "собівартість невідома", "себестоимость неизвестна";
        "no-revenue" = no_revenue: "no revenue is left to judge by", "не лишилося виручки для розрахунку", "не осталось выручки для расчёта";
        "fresh" = fresh: "Up to 30 days", "До 30 днів", "До 30 дней";
        "aged" = aged: "31 to 60 days: ageing", "31–60 днів: старіє", "31–60 дней: стареет";
        "to-confirm" = to_confirm: "61 to 90 days: confirm", "61–90 днів: підтвердити", "61–90 дней: подтвердить";
        "stale" = stale: "Over 90 days: too old", "Понад 90 днів: застаріла", "Более 90 дней: устарела";
        "deviation" = deviation: "by the deviation", "за відхиленням", "по отклонению";
        "cost-age" = cost_age: "old costs", "стара собівартість", "старая себестоимость";
        "revocations" = revocations: "annulled too often", "надто часто анульовано", "слишком часто аннулирован";
        "loss" = loss: "it loses money", "збиткове", "убыточен";
        "limit-reached" = limit_reached: "today’s limit is used up", "денний ліміт вичерпано", "дневной лимит исчерпан";
        "person" = person: "By a person", "Людиною", "Человеком";
        "recovered" = recovered: "It came right by itself", "Виправилося само", "Исправился сам";
        "fallback" = fallback: "Channel down", "Канал не працює", "Канал не работает";
        "emergency" = emergency: "Emergency", "Екстрено", "Экстренно";
        "standard" = standard: "Standard", "Звичайно", "Обычно";
        "noticed" = noticed: "half of the time is spent", "минула половина часу", "прошла половина времени";
        "warned" = warned: "80 % of the time is spent", "минуло 80 % часу", "прошло 80 % времени";
        "breached" = breached: "the time is over", "час вичерпано", "время вышло";
        "accepted" = accepted: "Accepted", "Прийнято", "Принято";
        "declined" = declined: "Declined", "Відхилено", "Отклонено";
        "silent" = silent: "No answer", "Без відповіді", "Без ответа";
        "given" = given: "Consented", "Згоду дано", "Согласие дано";
        "denied" = denied: "Not consented", "Згоди не дано", "Согласия не дано";
        "phone" = phone: "Telephone", "Телефон", "Телефон";
        "messenger" = messenger: "Messenger", "Месенджер", "Мессенджер";
        "in-person" = in_person: "In person", "Особисто", "Лично";
        "client-letter" = client_letter: "Letter of the client", "Лист клієнта", "Письмо клиента";
        "strategic-client-at-risk" = client_at_risk: "A strategic client may be lost", "Ризик втрати стратегічного клієнта", "Риск потери стратегического клиента";
        "contract-with-penalties" = penalties: "Contract with penalties", "Договір зі штрафами", "Договор со штрафами";
        "approver-unavailable" = unavailable: "The approver cannot be reached", "Той, хто погоджує, недоступний", "Согласующий недоступен";
        "manager" = manager: "Manager", "Менеджер", "Менеджер";
        "unit" = unit: "Business unit", "Бізнес-одиниця", "Бизнес-единица";
        "order-amount" = order_amount: "by the amounts of orders", "за сумами замовлень", "по суммам заказов";
        "shortfall" = shortfall: "by what they lack to the plan", "за недоотриманим", "по недополученному";
        "planned" = planned: "Planned", "Планова", "Плановая";
        "temporary" = temporary: "Temporary, from purchases", "Тимчасова, із закупівель", "Временная, по закупкам";
        "exchange-rate" = exchange_rate: "Exchange rate", "Курс валюти", "Курс валюты";
        "purchase-price" = purchase_price: "Purchase price", "Закупівельна ціна", "Закупочная цена";
        "landed-cost" = landed_cost: "Customs payments", "Митні платежі", "Таможенные платежи";
        "waiting" = waiting: "Waiting", "Чекає", "Ждёт";
        "applied" = applied: "Applied", "Застосовано", "Применено";
        "superseded" = superseded: "Overtaken by a newer one", "Замінено новішим", "Заменено более новым";
        "parked" = parked: "Parked", "Відкладено", "Отложено";
        "failed" = failed: "Failed", "Збій", "Сбой";
        "given-up" = given_up: "Given up", "Облишено", "Оставлено";
        "received" = received: "Received", "Отримано", "Получено";
        "done" = done: "Done", "Виконано", "Выполнено";
        "over-shipped" = over_shipped: "More was shipped than is left", "Відвантажено більше за залишок", "Отгружено больше остатка";
        "not-in-estimate" = not_in_estimate: "Shipped, but not in the estimate", "Відвантажено поза кошторисом", "Отгружено вне сметы";
        "over-returned" = over_returned: "More was returned than shipped", "Повернено більше, ніж відвантажено", "Возвращено больше, чем отгружено";
    }
}

codes! {
    /// Where a process stands.
    ProcessStatuses, process_statuses, process_status {
        "awaiting-justification" = awaiting: "Justification is wanted", "Потрібне обґрунтування", "Нужно обоснование";
        "open" = open: "Waits for a decision", "Чекає на рішення", "Ждёт решения";
        "drop-proposed" = drop_proposed: "The manager is asked", "Запитано менеджера", "Запрошен менеджер";
        "approved" = approved: "Approved", "Погоджено", "Согласовано";
        "rejected" = rejected: "Refused", "Відмовлено", "Отказано";
        "withdrawn" = withdrawn: "Withdrawn", "Відкликано", "Отозвано";
        "lapsed" = lapsed: "Ran out", "Спливло", "Истекло";
        "stalled" = stalled: "Stalled: rules or calendar are missing", "Зупинено: бракує правил або календаря", "Остановлено: нет правил или календаря";
    }
}

codes! {
    /// What happened to a process.
    ProcessSteps, process_steps, history_step {
        "opened" = opened: "submitted", "подано", "подано";
        "stalled" = stalled: "stalled", "зупинено", "остановлено";
        "justification-requested" = justification_requested: "justification asked for", "запитано обґрунтування", "запрошено обоснование";
        "limit-reached" = limit_reached: "today’s limit is used up", "денний ліміт вичерпано", "дневной лимит исчерпан";
        "justified" = justified: "justified", "обґрунтовано", "обосновано";
        "limits-taken" = limits_taken: "taken from today’s limits", "враховано в денних лімітах", "учтено в дневных лимитах";
        "limits-released" = limits_released: "given back to today’s limits", "повернено в денні ліміти", "возвращено в дневные лимиты";
        "branch-opened" = branch_opened: "an approver is asked", "запитано погодження", "запрошено согласование";
        "branch-rerouted" = branch_rerouted: "sent to another level", "передано іншому рівню", "передано другому уровню";
        "noticed" = noticed: "reminded", "нагадано", "напомнено";
        "breached" = breached: "the time is over", "час вичерпано", "время вышло";
        "escalated" = escalated: "escalated", "передано вище", "передано выше";
        "overload-signalled" = overload: "too many tasks in one day", "забагато завдань за день", "слишком много задач за день";
        "task-noted" = task_noted: "the task is in ELMA", "завдання створено в ELMA", "задача создана в ELMA";
        "clock-paused" = clock_paused: "the time stands still", "час зупинено", "время остановлено";
        "clock-resumed" = clock_resumed: "the time runs again", "час іде далі", "время идёт дальше";
        "branch-approved" = branch_approved: "approved this part", "погоджено цю частину", "согласована эта часть";
        "branch-rejected" = branch_rejected: "refused this part", "відмовлено в цій частині", "отказано в этой части";
        "correction-proposed" = correction_proposed: "other prices offered", "запропоновано інші ціни", "предложены другие цены";
        "correction-answered" = correction_answered: "the offer is answered", "відповідь на пропозицію", "ответ на предложение";
        "partially-approved" = partially_approved: "asked to drop lines", "запропоновано зняти рядки", "предложено снять строки";
        "drop-answered" = drop_answered: "answered about the lines", "відповідь щодо рядків", "ответ о строках";
        "recalculated" = recalculated: "calculated again", "перераховано", "пересчитано";
        "facts-requested" = facts_requested: "the facts are checked again", "факти перевіряються знову", "факты проверяются снова";
        "approved" = approved: "approved", "погоджено", "согласовано";
        "rejected" = rejected: "refused", "відмовлено", "отказано";
        "arbitration-opened" = arbitration_opened: "the finance director may arbitrate", "можливий арбітраж фінансового директора", "возможен арбитраж финансового директора";
        "arbitrated" = arbitrated: "the finance director has arbitrated", "арбітраж фінансового директора", "арбитраж финансового директора";
        "arbitration-overdue" = arbitration_overdue: "the finance director was silent too", "фінансовий директор теж не відповів", "финансовый директор тоже не ответил";
        "revoked" = revoked: "the approval is annulled", "погодження анульовано", "согласование аннулировано";
        "withdrawn" = withdrawn: "withdrawn", "відкликано", "отозвано";
        "lapsed" = lapsed: "the approval ran out", "погодження спливло", "согласование истекло";
        "handed-over" = handed_over: "the goods have left", "товар передано", "товар передан";
        "post-factum-confirmed" = post_confirmed: "confirmed afterwards", "підтверджено постфактум", "подтверждено постфактум";
        "post-factum-refused" = post_refused: "not confirmed afterwards", "не підтверджено постфактум", "не подтверждено постфактум";
        "post-factum-overdue" = post_overdue: "nobody confirmed it in time", "вчасно не підтверджено", "вовремя не подтверждено";
        "noted-early" = noted_early: "news came before the order", "новини надійшли раніше за замовлення", "новости пришли раньше заказа";
    }
}

codes! {
    /// A group of a manager's orders.
    StatusTitles, status_titles, status_title {
        "partially-approved" = partially_approved: "Your answer is wanted", "Потрібна ваша відповідь", "Нужен ваш ответ";
        "rejected" = rejected: "Refused", "Відмовлено", "Отказано";
        "approval-expired" = approval_expired: "Approval ran out", "Погодження спливло", "Согласование истекло";
        "pending-approval" = pending_approval: "Waiting for approval", "На погодженні", "На согласовании";
        "approved" = approved: "Approved: hand over in time", "Погоджено: передайте вчасно", "Согласовано: передайте вовремя";
        "draft" = draft: "Drafts", "Чернетки", "Черновики";
        "awaiting-stock" = awaiting_stock: "Waiting for stock", "Чекають на товар", "Ждут товар";
        "in-progress" = in_progress: "Being shipped", "Відвантажуються", "Отгружаются";
    }
}
