"""The pure core of the helpline: values in, values out."""
