-- What is wrong with a record that is not counted, for a person: the column or expression, and why.
ALTER TABLE dead_letters ADD COLUMN detail text;
