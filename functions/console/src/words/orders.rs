//! Orders: the list, one order, its timeline.

use super::group;

group! {
    /// The list of orders, and the form of goods.
    Orders {
        title: "Orders", "Замовлення", "Заказы";
        new: "New order", "Нове замовлення", "Новый заказ";
        search_hint: "Number, client, company, waybill", "Номер, клієнт, компанія, ТТН", "Номер, клиент, компания, ТТН";
        number: "Number", "Номер", "Номер";
        client: "Client", "Клієнт", "Клиент";
        total: "Total", "Сума", "Сумма";
        paid: "Paid", "Оплачено", "Оплачено";
        debt: "Debt", "Борг", "Долг";
        payment: "Payment", "Оплата", "Оплата";
        waybill: "Waybill", "ТТН", "ТТН";
        created: "Created", "Створено", "Создан";
        filter_status: "By status", "За статусом", "По статусу";
        filter_badge: "By payment", "За оплатою", "По оплате";
        clear: "Clear the filters", "Скинути фільтри", "Сбросить фильтры";
        empty: "There are no orders yet.", "Замовлень ще немає.", "Заказов ещё нет.";
        empty_do: "Create the first one: choose a client, add the goods, and the rest follows.", "Створіть перше: оберіть клієнта, додайте товари, а далі все піде саме.", "Создайте первый: выберите клиента, добавьте товары, а дальше всё пойдёт само.";
        nothing_found: "No order fits these filters.", "Жодне замовлення не відповідає фільтрам.", "Ни один заказ не подходит под фильтры.";
        nothing_found_do: "Try another word, or clear the filters.", "Спробуйте інше слово або скиньте фільтри.", "Попробуйте другое слово или сбросьте фильтры.";
        exceptions: "Somebody must look at it", "Треба подивитися", "Нужно посмотреть";
        items: "Goods", "Товари", "Товары";
        sku: "SKU", "SKU", "SKU";
        item_name: "Name", "Назва", "Название";
        quantity: "Quantity", "Кількість", "Количество";
        price: "Price", "Ціна", "Цена";
        line_total: "Sum", "Разом", "Итого";
        add_row: "Add a line", "Додати рядок", "Добавить строку";
        remove_row: "Remove line {}", "Прибрати рядок {}", "Убрать строку {}";
        recount: "Recalculate", "Перерахувати", "Пересчитать";
        discount: "Discount", "Знижка", "Скидка";
        subtotal: "Subtotal", "Сума рядків", "Сумма строк";
        note: "Note for colleagues", "Нотатка для колег", "Заметка для коллег";
        draft: "Keep as a draft: nothing is shipped until it is confirmed", "Залишити чернеткою: нічого не відправляємо до підтвердження", "Оставить черновиком: ничего не отправляем до подтверждения";
        create: "Create the order", "Створити замовлення", "Создать заказ";
        find_client: "Find the client", "Знайти клієнта", "Найти клиента";
        client_hint: "Name, telephone or company", "Ім’я, телефон або компанія", "Имя, телефон или компания";
        client_missing: "Choose who orders first.", "Спочатку оберіть, хто замовляє.", "Сначала выберите, кто заказывает.";
        no_client: "Nobody was found.", "Нікого не знайдено.", "Никто не найден.";
        new_client: "New client", "Новий клієнт", "Новый клиент";
        prices_with_vat: "Prices include VAT.", "Ціни з ПДВ.", "Цены с НДС.";
        vat: "of it VAT", "у тому числі ПДВ", "в том числе НДС";
        line_wrong: "line {}, {}", "рядок {}, {}", "строка {}, {}";
    }
}

group! {
    /// One order.
    OrderWords {
        title: "Order {}", "Замовлення {}", "Заказ {}";
        draft_hint: "A draft: confirm it when it is complete, then it can be shipped.", "Чернетка: підтвердьте, коли все готово, і замовлення можна буде відправити.", "Черновик: подтвердите, когда всё готово, и заказ можно будет отправить.";
        by_hand: "The status was set by hand: {}", "Статус встановлено вручну: {}", "Статус установлен вручную: {}";
        proof: "Proof", "Підтвердження", "Подтверждение";
        path: "How far it has come", "Хід виконання", "Ход выполнения";
        step_created: "Created", "Створено", "Создан";
        step_waybill: "Waybill", "ТТН", "ТТН";
        step_shipped: "Shipped", "Відправлено", "Отправлен";
        step_delivered: "Delivered", "Доставлено", "Доставлен";
        step_done: "done", "виконано", "выполнено";
        step_now: "now", "зараз", "сейчас";
        step_open: "to come", "попереду", "впереди";
        sums: "Money", "Гроші", "Деньги";
        surplus: "Surplus", "Надлишок", "Излишек";
        surplus_do: "Match it to another order or refund it.", "Зіставте з іншим замовленням або поверніть.", "Сопоставьте с другим заказом или верните.";
        payments: "Payments", "Платежі", "Платежи";
        payment: "Payment", "Платіж", "Платёж";
        no_payments: "No money has come for this order yet.", "Грошей за це замовлення ще не було.", "Денег за этот заказ ещё не было.";
        no_payments_do: "Ask the client to write the number {} in the purpose: then the payment is matched by itself.", "Попросіть клієнта вказати номер {} у призначенні: тоді платіж зіставиться сам.", "Попросите клиента указать номер {} в назначении: тогда платёж сопоставится сам.";
        resolve: "Resolve", "Закрити", "Закрыть";
        resolve_note: "What was done", "Що зроблено", "Что сделано";
        confirm: "Confirm the order", "Підтвердити замовлення", "Подтвердить заказ";
        cancel: "Cancel the order", "Скасувати замовлення", "Отменить заказ";
        cancel_hint: "A waybill that is not handed over yet is deleted. Money that came stays as a surplus.", "Непередану ТТН буде видалено. Отримані гроші залишаться надлишком.", "Непереданная ТТН будет удалена. Полученные деньги останутся излишком.";
        cancelled_because: "Cancelled: {}", "Скасовано: {}", "Отменён: {}";
        revise: "Change the goods", "Змінити товари", "Изменить товары";
        revise_reason: "Why the goods change (needed once there is a waybill)", "Чому змінюються товари (потрібно, якщо є ТТН)", "Почему меняются товары (нужно, если есть ТТН)";
        override_status: "Set the status by hand", "Встановити статус вручну", "Установить статус вручную";
        override_hint: "It holds until a newer fact contradicts it. Delivered needs a document that proves it.", "Діє, доки новіший факт не заперечить. Для «Доставлено» потрібен документ.", "Действует, пока более новый факт не опровергнет. Для «Доставлен» нужен документ.";
        withdraw: "Withdraw the status set by hand", "Зняти статус, встановлений вручну", "Снять статус, установленный вручную";
        manager: "Manager", "Менеджер", "Менеджер";
        no_actions: "Your role may look at this order, but not change it.", "Ваша роль дозволяє переглядати це замовлення, але не змінювати.", "Ваша роль позволяет смотреть этот заказ, но не менять.";
        nothing_to_do: "Nothing can be changed in its present state.", "У теперішньому стані нічого не змінити.", "В нынешнем состоянии ничего не изменить.";
        revision: "revision {}", "редакція {}", "редакция {}";
    }
}

group! {
    /// What happened, and what people add to it.
    Timeline {
        title: "Timeline", "Хронологія", "Хронология";
        empty: "Nothing has happened yet.", "Ще нічого не сталося.", "Ещё ничего не произошло.";
        add: "Add", "Додати", "Добавить";
        description: "What was said or decided", "Про що йшлося або що вирішено", "О чём шла речь или что решено";
        outcome: "Outcome", "Результат", "Результат";
        duration: "Duration, minutes", "Тривалість, хвилин", "Длительность, минут";
        start: "Beginning", "Початок", "Начало";
        end: "End", "Кінець", "Конец";
        next_step: "Next step at", "Наступний крок", "Следующий шаг";
        add_call: "A call", "Дзвінок", "Звонок";
        add_meeting: "A meeting", "Зустріч", "Встреча";
        add_note: "A note", "Нотатка", "Заметка";
    }
}
