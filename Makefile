# A thin front: Meson does the work.
all: build/build.ninja
	@ninja -C build --quiet
build/build.ninja:
	@meson setup build >/dev/null
check:
	./check
install: all
	meson install -C build
clean:
	rm -rf build build-*
.PHONY: all check install clean
