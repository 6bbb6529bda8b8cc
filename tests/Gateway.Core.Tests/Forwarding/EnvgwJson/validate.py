"""Validates messages with an independent implementation of JSON Schema 2020-12.

validate.py SCHEMAS MESSAGES: a message MESSAGES/<schema>.<anything>.json is judged by SCHEMAS/<schema>.json. Prints a line a message:
its name, a tab, "valid" or the first fault. In strict mode (a third argument) a member that the schema does not describe is a fault too.
"""
import json
import pathlib
import sys

from jsonschema import Draft202012Validator, RefResolver

schemas = {path.stem: json.loads(path.read_text()) for path in pathlib.Path(sys.argv[1]).glob("*.json")}
store = {schema["$id"]: schema for schema in schemas.values()}
for schema in schemas.values():
    Draft202012Validator.check_schema(schema)

for path in sorted(pathlib.Path(sys.argv[2]).glob("*.json")):
    schema = dict(schemas[path.name.split(".")[0]])
    if len(sys.argv) > 3:
        schema["unevaluatedProperties"] = False
    validator = Draft202012Validator(schema, resolver=RefResolver.from_schema(schema, store=store))
    fault = next(validator.iter_errors(json.loads(path.read_text())), None)
    print(path.name, "valid" if fault is None else f"{list(fault.absolute_path)} {fault.message}", sep="\t")
