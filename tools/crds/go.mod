module tools/crds

go 1.26.6

require (
	github.com/aws/karpenter-provider-aws v1.14.1
	github.com/kubeflow/spark-operator/v2 v2.5.2
	github.com/prometheus-operator/prometheus-operator v0.93.1
	sigs.k8s.io/karpenter v1.14.1
)
