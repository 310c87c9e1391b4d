"""S3: buckets and what is set on them.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and
https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
"""

from strata.rehearsal.cloud import references
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Unique
from strata.rehearsal.cloud.request import Request

_REGIONAL = "account-regional"

# What can be set on a bucket, each once.
_PARTS = (
    "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "bucketLogging:BucketLogging",
    "bucketOwnershipControls:BucketOwnershipControls",
    "bucketPolicy:BucketPolicy",
    "bucketPublicAccessBlock:BucketPublicAccessBlock",
    "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "bucketVersioning:BucketVersioning",
)


def ending(request: Request) -> list[Row]:
    """A bucket in the account's regional namespace has a name that ends in account and region."""
    bucket, caller = str(request.input("bucket")), request.caller
    wanted = f"-{caller.account}-{caller.region}-an"
    if request.input("bucketNamespace") == _REGIONAL and not bucket.endswith(wanted):
        raise request.refused(
            f"bucket = {bucket!r}: a bucket with bucketNamespace {_REGIONAL} has a name that ends "
            f"in {wanted}",
            "append it",
        )
    return []


def _part(kind: str) -> Kind:
    return Kind(
        id="{bucket}",
        unique=Unique(
            key="{bucket}", thing=f"a {kind} of the bucket {{bucket}}", scope="a bucket has one"
        ),
        create_only=("bucket", "expectedBucketOwner"),
        references={"bucket": references.BUCKET},
        policies={"policy": "bucket"},
    )


KINDS: dict[str, Kind] = {
    t.BUCKET_OBJECT: Kind(
        id="{bucket}/{key}",
        outputs={"arn": "arn:aws:s3:::{bucket}/{key}"},
        unique=Unique(
            key="{bucket}/{key}",
            thing="an object {key} in the bucket {bucket}",
            scope="a key names one object of a bucket",
        ),
        create_only=("bucket", "key"),
        references={"bucket": references.BUCKET},
    ),
    t.BUCKET: Kind(
        id="{bucket}",
        outputs={
            "arn": "arn:aws:s3:::{bucket}",
            "bucketDomainName": "{bucket}.s3.amazonaws.com",
            "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com",
            "bucketRegion": "{region}",
        },
        defaults={"bucketNamespace": "global", "forceDestroy": False},
        name=NameRule(
            input="bucket",
            limit=63,
            least=3,
            pattern=r"(?!xn--|sthree-|amzn-s3-demo-)(?!.*(\.\.|-s3alias$|--ol-s3$|\.mrap$|--x-s3$))"
            r"(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.\-]*[a-z0-9]",
            made_of="small letters, digits, . and -, beginning and ending with a letter or digit",
        ),
        unique=Unique(
            key="{bucket}",
            thing="a bucket named {bucket}",
            scope="its name is unique in all of S3",
        ),
        create_only=("bucket", "bucketPrefix", "bucketNamespace", "objectLockEnabled"),
        policies={"policy": "bucket"},
        needs=(ending,),
    ),
    **{f"aws:s3/{part}": _part(part.partition(":")[2]) for part in _PARTS},
}
