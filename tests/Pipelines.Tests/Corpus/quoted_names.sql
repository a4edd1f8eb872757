CREATE SOURCE "My Source" (
    "Key" text PATH '$."odd name"' NOT NULL, "select" integer PATH '$.list[2]', at timestamptz PATH '$.meta.at' NOT NULL,
    WATERMARK FOR at AS at - INTERVAL '1 minute'
);

CREATE MATERIALIZED VIEW "My View" AS SELECT "Key", sum("select") AS "Sum of it" FROM "My Source" GROUP BY "Key";
CREATE MATERIALIZED VIEW aliased AS SELECT x."Key", max(x."select") AS most FROM "My Source" AS x WHERE x."select" > 3 GROUP BY x."Key";
