"""`mapping check` and `mapping explain`: is everything mapped, and why did a line get its account."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.conftest import Command

CONDITIONS = "payment_conditions.csv"


def table_of(command: Command, name: str) -> Any:
    return command.world.include / "mappings" / "demo" / name


def remove_row(command: Command, name: str, beginning: str) -> None:
    file = table_of(command, name)
    kept = [line for line in file.read_text().splitlines() if not line.startswith(beginning)]
    file.write_text("\n".join(kept) + "\n")


def test_given_the_demo_then_the_check_names_each_gap_and_ends_with_3(booked: Command) -> None:
    answer = booked.run("mapping check --output json")
    assert answer.exit_code == 3
    gaps = [one for one in json.loads(answer.stdout) if one["is_gap"]]
    assert sorted((one["what"], one["documents"], one["example"]) for one in gaps) == [
        ("MAP-002 category (geen)", 1, "CF2026-0018"),
        ("MAP-002 category Huur", 2, "CF2026-0022"),
        ("MAP-007 country IE", 1, "CF2026-0011"),
        ("MAP-007 country US", 2, "CF2026-0013"),
    ]


def test_given_a_group_without_a_row_then_the_default_row_is_no_gap_until_it_is_gone(command: Command) -> None:
    remove_row(command, "revenue_accounts.csv", "HOSTING")
    findings = {one["what"]: one for one in command.json("mapping check")}
    assert findings["HOSTING -> *"]["is_gap"] is False
    assert findings["HOSTING -> *"]["documents"] == 6
    remove_row(command, "revenue_accounts.csv", "*")
    findings = {one["what"]: one for one in command.json("mapping check")}
    assert findings["MAP-001 group HOSTING"]["is_gap"] is True
    assert findings["MAP-001 group HOSTING"]["documents"] == 6
    assert "HOSTING -> *" not in findings


def test_given_accounts_that_multivers_lacks_or_blocks_then_the_check_names_file_and_row(command: Command) -> None:
    file = table_of(command, "revenue_accounts.csv")
    file.write_text(file.read_text().replace("HOSTING,8000", "HOSTING,8777").replace("DOMEINEN,8010", "DOMEINEN,8999"))
    answer = command.run("mapping check")
    assert answer.exit_code == 3
    assert "grootboekrekening 8777 in boekjaar 2026 (revenue_accounts.csv rij 2)" in answer.stdout
    assert "grootboekrekening 8999 is geblokkeerd in boekjaar 2026 (revenue_accounts.csv rij 3)" in answer.stdout


def test_given_a_table_that_is_wrong_then_every_problem_is_named_at_once(command: Command) -> None:
    file = table_of(command, "vat_codes.csv")
    file.write_text(file.read_text().replace("nl_high,21,1", "nl_hihg,21,1").replace("nl_low,9,2", "nl_low,9,twee"))
    answer = command.run("mapping check")
    assert answer.exit_code == 3
    assert "[CFG-001]" in answer.stderr
    assert "'nl_hihg'" in answer.stderr
    assert "'twee'" in answer.stderr


def test_given_a_booked_invoice_then_explain_names_account_code_file_and_row(booked: Command) -> None:
    found = booked.json("mapping explain F2026-0001")
    assert (found["status"], found["gross"], found["journal"], found["period"]) == ("booked", "60.50", "WFV", "2026-1")
    assert [(line["account"], line["amount"], line["vat"]) for line in found["lines"]] == [("8000", "50.00", "10.50")]
    assert found["lines"][0]["why"] == (
        "productgroep HOSTING -> 8000 (revenue_accounts.csv rij 2); "
        "nl_high (vaste regel); 21 % -> btw-code 1 (vat_codes.csv rij 2)"
    )


def test_given_a_booked_invoice_then_explain_names_box_and_payment_condition(booked: Command) -> None:
    found = booked.json("mapping explain F2026-0001")
    assert found["condition"] == "14 (payment_conditions.csv rij 2)"
    assert [line["box"] for line in found["lines"]] == ["1a"]


def test_given_tables_that_changed_since_the_plan_then_explain_tells_those_of_the_plan(
    command: Command,
) -> None:
    command.world.run()
    before = command.json("mapping explain F2026-0001")
    remove_row(command, "revenue_accounts.csv", "BOEKEN")
    remove_row(command, "payment_conditions.csv", "sales")
    found = command.json("mapping explain F2026-0001")
    assert (found["condition"], found["lines"]) == (before["condition"], before["lines"])
    assert "payment_conditions.csv" in found["condition"]
    assert [line["box"] for line in found["lines"]] == ["1a"]


def test_given_a_blocked_invoice_then_explain_says_what_helps(booked: Command) -> None:
    answer = booked.run("mapping explain F2026-0011")
    assert answer.exit_code == 0
    assert "DOC-001" in answer.stdout
    assert "verschil 0,03" in answer.stdout
    assert "Controleer de factuur in WeFact" in answer.stdout


def test_given_a_purchase_then_explain_knows_it_by_our_own_number(booked: Command) -> None:
    assert [line["account"] for line in booked.json("mapping explain CF2026-0001")["lines"]] == ["4000"]


def test_given_an_unknown_number_then_explain_says_so_and_ends_with_2(booked: Command) -> None:
    answer = booked.run("mapping explain F1999-0001")
    assert answer.exit_code == 2
    assert "[ACT-001] The link of demo knows no document or relation F1999-0001" in answer.stderr
    assert answer.stdout == ""


def test_given_a_stream_that_is_none_then_the_command_names_those_that_are(booked: Command) -> None:
    answer = booked.run("mapping explain F2026-0001 --stream invoices")
    assert answer.exit_code == 2
    assert "sales_invoices" in answer.stderr


def test_given_purchases_that_are_paid_elsewhere_then_the_check_refuses_conditions_that_multivers_pays(
    command: Command,
) -> None:
    file = command.world.include / "administrations" / "demo.yaml"
    file.write_text(file.read_text().replace("pays: multivers", "pays: elsewhere"))
    findings = {one["what"]: one["is_gap"] for one in command.json("mapping check")}
    assert findings[f"betalingsconditie 14 wordt in Multivers betaald, en pays is elsewhere ({CONDITIONS} rij 5)"]
    assert not any("geïncasseerd" in what for what in findings)
