
# The subjects of this pool do not name the cluster, so the pool is for this issuer alone: with another issuer in it, the
# service account of the same name in another cluster would have the same access.
check_pool() {
  for other in $(providers list '--format=value(name.basename())'); do
    [ "$other" = "$provider" ] || fail "the pool $pool has the provider $other, too, and a subject in it does not name its cluster: give podpass trust gar --shared-pool, or choose another pool with --gar-audience"
  done
}
