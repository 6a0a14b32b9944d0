module dev.podpass/bench/peers

go 1.26.0

require k8s.io/cloud-provider-aws v1.37.1

replace github.com/google/cel-go => github.com/cel-expr/cel-go v0.31.0
