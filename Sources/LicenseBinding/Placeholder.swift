import Crypto

