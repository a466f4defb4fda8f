// In place of packages that only build, write or preload images: no walk does. See ../README.md.
throw new Error("this package is left out of the walks' balena-cli");
