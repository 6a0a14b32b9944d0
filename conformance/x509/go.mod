module dev.podpass/conformance/x509

go 1.26
