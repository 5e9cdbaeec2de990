CREATE TABLE resource (
  id INTEGER PRIMARY KEY,
  attributes TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE usage (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  event_id TEXT,
  event_rule INTEGER,
  call_id TEXT,
  call_attempt INTEGER,
  attempt_source TEXT,
  trace_id TEXT NOT NULL,
  span_id TEXT NOT NULL,
  parent_span_id TEXT,
  start_nanos INTEGER NOT NULL,
  end_nanos INTEGER NOT NULL,
  received_millis INTEGER NOT NULL,
  run TEXT NOT NULL,
  execution TEXT,
  customer TEXT NOT NULL,
  feature TEXT NOT NULL,
  step TEXT NOT NULL,
  step_path TEXT NOT NULL,
  end_user TEXT,
  environment TEXT,
  service TEXT,
  agent TEXT,
  conversation TEXT,
  operation TEXT,
  dialect TEXT,
  provider TEXT,
  request_model TEXT,
  response_model TEXT,
  response_id TEXT,
  tier TEXT,
  server TEXT,
  status INTEGER,
  error_type TEXT,
  outcome TEXT,
  quality TEXT NOT NULL,
  billing TEXT NOT NULL,
  input_tokens INTEGER,
  output_tokens INTEGER,
  cache_read_tokens INTEGER,
  cache_write_tokens INTEGER,
  cache_write_5m_tokens INTEGER,
  cache_write_1h_tokens INTEGER,
  reasoning_tokens INTEGER,
  input_audio_tokens INTEGER,
  cached_audio_tokens INTEGER,
  output_audio_tokens INTEGER,
  input_image_tokens INTEGER,
  output_image_tokens INTEGER,
  requests INTEGER,
  images INTEGER,
  characters INTEGER,
  search_units INTEGER,
  audio_seconds REAL,
  video_seconds REAL,
  other_units TEXT,
  lines TEXT,
  cost TEXT,
  currency TEXT,
  cost_source TEXT,
  price_version TEXT,
  cost_lower_bound INTEGER,
  catalog_cost TEXT,
  resource INTEGER NOT NULL REFERENCES resource (id),
  attributes TEXT NOT NULL,
  duplicates INTEGER NOT NULL DEFAULT 0,
  conflicts INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX usage_by_start ON usage (start_nanos);

CREATE INDEX usage_by_run ON usage (run);

CREATE TABLE set_aside (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  reason TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  span_id TEXT NOT NULL,
  billing TEXT NOT NULL,
  quality TEXT NOT NULL,
  start_nanos INTEGER NOT NULL,
  end_nanos INTEGER NOT NULL,
  received_millis INTEGER NOT NULL,
  resource INTEGER NOT NULL REFERENCES resource (id),
  attributes TEXT NOT NULL
) STRICT;

CREATE INDEX set_aside_by_key ON set_aside (key);

CREATE TABLE dead_letter (
  id INTEGER PRIMARY KEY,
  received_millis INTEGER NOT NULL,
  reason TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE,
  resource BLOB NOT NULL,
  span BLOB NOT NULL
) STRICT
