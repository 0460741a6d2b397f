//! Clients and companies.

use super::group;

group! {
    /// Lists, forms and pages of both.
    Clients {
        clients: "Clients", "Клієнти", "Клиенты";
        companies: "Companies", "Компанії", "Компании";
        new_client: "New client", "Новий клієнт", "Новый клиент";
        new_company: "New company", "Нова компанія", "Новая компания";
        client: "Client", "Клієнт", "Клиент";
        company: "Company", "Компанія", "Компания";
        client_name: "Surname and first name", "Прізвище та ім’я", "Фамилия и имя";
        company_name: "Legal name", "Юридична назва", "Юридическое название";
        phone: "Telephone", "Телефон", "Телефон";
        phone_hint: "+380501234567 or 050 123-45-67", "+380501234567 або 050 123-45-67", "+380501234567 или 050 123-45-67";
        email: "E-mail", "E-mail", "E-mail";
        edrpou: "Registry code (EDRPOU)", "Код ЄДРПОУ", "Код ЕГРПОУ";
        iban: "IBAN", "IBAN", "IBAN";
        iban_hint: "The account that it pays from", "Рахунок, з якого платить", "Счёт, с которого платит";
        orders_for: "Orders for the company", "Замовляє для компанії", "Заказывает для компании";
        find_company: "Find the company", "Знайти компанію", "Найти компанию";
        find_company_hint: "Name or registry code", "Назва або код ЄДРПОУ", "Название или код ЕГРПОУ";
        no_company: "No company was found.", "Компанію не знайдено.", "Компания не найдена.";
        client_search_hint: "Name, telephone, company", "Ім’я, телефон, компанія", "Имя, телефон, компания";
        company_search_hint: "Name or registry code", "Назва або код ЄДРПОУ", "Название или код ЕГРПОУ";
        empty_clients: "No clients here.", "Клієнтів тут немає.", "Клиентов здесь нет.";
        empty_companies: "No companies here.", "Компаній тут немає.", "Компаний здесь нет.";
        empty_do: "Add one, or search for another word.", "Додайте або пошукайте за іншим словом.", "Добавьте или поищите другое слово.";
        edit: "Change the data", "Змінити дані", "Изменить данные";
        matching_hint: "Telephone and legal name help to recognise payments.", "Телефон і назва допомагають розпізнавати платежі.", "Телефон и название помогают распознавать платежи.";
        their_orders: "Their orders", "Замовлення", "Заказы";
    }
}
