pool='@POOL@'
pool_project=@POOL_PROJECT@
provider='@PROVIDER@'
mapping="google.subject=@SUBJECT_EXPRESSION@"
allowed_audiences='@ALLOWED_AUDIENCES@'
keys=
