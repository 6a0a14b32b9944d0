#!/bin/sh
# Makes the nodes good, image and migrated in the current directory.
set -eu
files=$(cd "$(dirname "$0")" && pwd)

mkdir -p \
  good/etc/eks/image-credential-provider \
  good/etc/eks/kubelet \
  good/etc/pki/tls/certs \
  good/proc/1412 \
  good/usr/bin \
  image/etc/kubernetes \
  image/etc/systemd/system/kubelet.service.d \
  image/opt/credential-providers \
  image/proc \
  migrated/etc/default \
  migrated/etc/kubernetes \
  migrated/var/lib/kubelet/image_manager/pulled \
  migrated/var/log/podpass

cp "$files/config.json" good/etc/eks/image-credential-provider
echo '#!/usr/bin/sh' > good/etc/eks/image-credential-provider/podpass
ln -s podpass good/etc/eks/image-credential-provider/podpass-ecr
cat > good/etc/eks/kubelet/environment <<'END'
NODEADM_KUBELET_ARGS="--config=/etc/kubernetes/kubelet/config.json --image-credential-provider-bin-dir=/etc/eks/image-credential-provider --image-credential-provider-config=/etc/eks/image-credential-provider/config.json"
END
echo ip-10-0-12-34.ec2.internal > good/etc/hostname
echo '# stands for a CA bundle' > good/etc/pki/tls/certs/ca-bundle.crt
echo '/dev/nvme0n1p1 / xfs rw,noatime 0 0' > good/proc/mounts
echo 0::/runtime.slice/kubelet.service > good/proc/1412/cgroup
printf '%s\0' /usr/bin/kubelet --config=/etc/kubernetes/kubelet/config.json --kubeconfig=/var/lib/kubelet/kubeconfig \
  --image-credential-provider-config=/etc/eks/image-credential-provider/config.json \
  --image-credential-provider-bin-dir=/etc/eks/image-credential-provider > good/proc/1412/cmdline
printf '%s\0' PATH=/usr/bin HTTPS_PROXY=http://proxy.example.com:3128 \
  NO_PROXY=.eks.amazonaws.com,169.254.169.254 > good/proc/1412/environ
ln -s ../../usr/bin/kubelet good/proc/1412/exe
printf 'Name:\tkubelet\nUid:\t0\t0\t0\t0\n' > good/proc/1412/status
echo '#!/bin/sh' > good/usr/bin/kubelet
echo '# stands for a shell' > good/usr/bin/sh
chmod 755 good/etc/eks/image-credential-provider/podpass good/usr/bin/kubelet

cat > image/etc/kubernetes/credential-providers.yaml <<'END'
apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: podpass-acr
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    defaultCacheDuration: 0s
    matchImages: ["*.azurecr.io"]
    tokenAttributes:
      serviceAccountTokenAudience: api://AzureADTokenExchange
      requireServiceAccount: false
      optionalServiceAccountAnnotationKeys: [kubernetes.azure.com/acr-client-id]
    args: ["--provider=acr"]
END

cat > image/etc/systemd/system/kubelet.service.d/20-credential-providers.conf <<'END'
[Service]
Environment="KUBELET_EXTRA_ARGS=--image-credential-provider-config=/etc/kubernetes/credential-providers.yaml --image-credential-provider-bin-dir=/opt/credential-providers"
END

cat > image/opt/credential-providers/podpass-acr <<'END'
#!/bin/sh
exit 1
END

cat > image/proc/mounts <<'END'
/dev/vda1 / ext4 rw,relatime 0 0
/dev/vdb1 /opt ext4 rw,nosuid,noexec 0 0
END

cat > migrated/etc/default/kubelet <<'END'
KUBELET_EXTRA_ARGS=--image-credential-provider-config=/etc/kubernetes/credential-providers.yaml --image-credential-provider-bin-dir=/opt/credential-providers
END

cat > migrated/etc/kubernetes/credential-providers.yaml <<'END'
apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: podpass-ecr
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    matchImages: ["*.dkr.ecr.*.amazonaws.com"]
    defaultCacheDuration: 0s
    args: [--provider=ecr, --without-identity=node, --audit-log=/var/log/podpass/audit.log]
    tokenAttributes:
      serviceAccountTokenAudience: sts.amazonaws.com
      cacheType: ServiceAccount
      requireServiceAccount: true
      optionalServiceAccountAnnotationKeys: [eks.amazonaws.com/ecr-role-arn]
END

cat > migrated/var/lib/kubelet/image_manager/pulled/sha256-4af9d04b5881a93ad7af8a0ec301b1f93f4b97017e2cfc11bbdb6dcad1f38df0 <<'END'
{"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1beta1","lastUpdatedTime":"2026-11-25T10:00:00Z","imageRef":"sha256:11cf7d7efd22a5b3ec1e3a72cc547f5fa338bf87c366b70023dc69dbb2681729","credentialMapping":{"registry.k8s.io/pause":{"nodePodsAccessible":true}}}
END

cat > migrated/var/lib/kubelet/image_manager/pulled/sha256-9e4af43232282339a29034745a6ede614138d88a9137db63a90ea98e734459b3 <<'END'
{"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1beta1","lastUpdatedTime":"2026-11-25T10:00:00Z","imageRef":"sha256:bededaa2915ffbb64f2cacc3b808b7640097689801927ef91ec658a3f9e4c7b8","credentialMapping":{"123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/batch":{"kubernetesServiceAccounts":[{"uid":"2a0c1f5e-6a3f-4a86-9a0b-7f8d6f1f9a1c","namespace":"team-a","name":"batch"}]}}}
END

cat > migrated/var/lib/kubelet/image_manager/pulled/sha256-c4a5245ca454bc62cda80e2a8591cd9a6384f5d9154ef62604d727663611427b <<'END'
{"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1beta1","lastUpdatedTime":"2026-11-25T10:00:00Z","imageRef":"sha256:d61b1bcaf1b39e15c2b26465e2af94d87fa0dcb88d3ec36abb02900bee9f428c","credentialMapping":{"123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/worker":{"nodePodsAccessible":true}}}
END

cat > migrated/var/lib/kubelet/image_manager/pulled/sha256-c4c3b677d15b7f350cd326428c5661178349be5cfb031c32511607f0ce574b8e <<'END'
{"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1beta1","lastUpdatedTime":"2026-11-25T10:00:00Z","imageRef":"sha256:56bdc9bb545b142796bb1cfbd17ee48b16c636caf34193a4ef2a9e6fa7a6ede2","credentialMapping":{"123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app":{"kubernetesServiceAccounts":[{"uid":"2a0c1f5e-6a3f-4a86-9a0b-7f8d6f1f9a1c","namespace":"team-a","name":"app"}]}}}
END

cat > migrated/var/log/podpass/audit.log <<'END'
{"time":"2026-11-25T10:00:00Z","result":"ok","image":"123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app","registry":"123456789012.dkr.ecr.us-east-1.amazonaws.com","provider":"ecr","namespace":"team-a","service_account":"app","pod":"app-0","identity":{"role":"arn:aws:iam::123456789012:role/team-a-pull"},"source":"exchange","exchange_ms":120,"until":"2026-11-25T10:50:00Z"}
{"time":"2026-11-25T10:00:00Z","result":"ok","image":"123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/batch","registry":"123456789012.dkr.ecr.us-east-1.amazonaws.com","provider":"ecr","namespace":"team-a","service_account":"batch","pod":"batch-0","identity":{"role":"of the node"},"source":"exchange","exchange_ms":120,"until":"2026-11-25T10:50:00Z"}
{"time":"2026-11-25T10:00:00Z","result":"ok","image":"123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/report","registry":"123456789012.dkr.ecr.us-east-1.amazonaws.com","provider":"ecr","namespace":"team-a","service_account":"report","pod":"report-0","identity":{"role":"arn:aws:iam::123456789012:role/team-a-pull"},"source":"exchange","exchange_ms":120,"until":"2026-11-25T10:50:00Z"}
END
