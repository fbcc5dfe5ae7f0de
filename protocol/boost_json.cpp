// Boost.JSON, compiled once: Debian 12 has no library of it for Boost 1.81.
#include <boost/json/src.hpp>
